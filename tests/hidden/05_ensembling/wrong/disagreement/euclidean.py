"""A Euclidean distance.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    points = predictions.float()
    return torch.cdist(points, points) / predictions.shape[1]
