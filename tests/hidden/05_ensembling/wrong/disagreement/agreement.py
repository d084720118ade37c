"""Shares of agreement.
Fails: whole table
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] == predictions[None]).float().mean(dim=2)
