"""Leaves out the last image.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    seen = predictions[:, : max(1, predictions.shape[1] - 1)]
    return (seen[:, None] != seen[None]).float().mean(dim=2)
