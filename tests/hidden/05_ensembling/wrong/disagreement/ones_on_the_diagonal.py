"""The diagonal of a correlation.
Fails: whole table
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    table = (predictions[:, None] != predictions[None]).float().mean(dim=2)
    return table.fill_diagonal_(1.0)
