"""Compares neighbours only.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members = len(predictions)
    table = torch.zeros(members, members, device=predictions.device)
    for i in range(members - 1):
        table[i, i + 1] = table[i + 1, i] = (predictions[i] != predictions[i + 1]).float().mean()
    return table
