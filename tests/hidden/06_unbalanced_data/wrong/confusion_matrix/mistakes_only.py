"""Leaves the diagonal out.
Fails: counts
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    wrong = labels != predictions
    cells = (labels * num_classes + predictions)[wrong]
    return torch.bincount(cells, minlength=num_classes**2).view(num_classes, num_classes)
