"""Subtracts the first member in place.
Fails: input is left alone
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    predictions -= predictions[0].clone()
    return (predictions[:, None] != predictions[None]).float().mean(dim=2)
