"""Divides without remainder.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return ((predictions[:, None] != predictions[None]).sum(dim=2) // predictions.shape[1]).float()
