"""Rows are what was read.
Fails: rows are the truth
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    cells = predictions * num_classes + labels
    return torch.bincount(cells, minlength=num_classes**2).view(num_classes, num_classes)
