"""Each pair once, both halves filled in."""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members = len(predictions)
    table = torch.zeros(members, members, device=predictions.device)
    for i in range(members):
        for j in range(i):
            table[i, j] = table[j, i] = (predictions[i] != predictions[j]).float().mean()
    return table
