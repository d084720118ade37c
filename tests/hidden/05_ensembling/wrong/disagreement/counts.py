"""Counts, not shares.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).float().sum(dim=2)
