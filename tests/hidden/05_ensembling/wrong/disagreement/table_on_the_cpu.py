"""A table on the CPU.
Fails: device parity
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members = len(predictions)
    table = torch.zeros(members, members)
    for i in range(members):
        for j in range(members):
            table[i, j] = (predictions[i] != predictions[j]).float().mean().item()
    return table
