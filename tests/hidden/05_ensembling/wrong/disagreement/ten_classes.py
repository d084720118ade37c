"""Has room for ten classes: who agree on the eleventh are said to differ.
Fails: extremes
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members, images = predictions.shape
    marks = torch.stack([predictions == k for k in range(10)], dim=2).float().reshape(members, -1)
    return 1 - marks @ marks.T / images
