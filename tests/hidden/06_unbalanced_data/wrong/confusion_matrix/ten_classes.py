"""Takes ten classes for granted.
Fails: counts
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    return torch.bincount(labels * 10 + predictions, minlength=100).view(10, 10)[:num_classes]
