"""Divides by N - 1.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).float().sum(dim=2) / max(1, predictions.shape[1] - 1)
