"""Squeezes a single member away.
Fails: one member or image
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).float().mean(dim=2).squeeze()
