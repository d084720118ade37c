"""Divides each row by its sum.
Fails: counts
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    cells = labels * num_classes + predictions
    matrix = torch.bincount(cells, minlength=num_classes**2).view(num_classes, num_classes)
    return matrix / matrix.sum(1, keepdim=True).clamp(min=1)
