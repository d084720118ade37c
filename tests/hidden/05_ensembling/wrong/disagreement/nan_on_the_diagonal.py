"""No number on the diagonal.
Fails: whole table
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    table = (predictions[:, None] != predictions[None]).float().mean(dim=2)
    return table.fill_diagonal_(float("nan"))
