"""Counts in floats.
Fails: int64
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    truth, read = (F.one_hot(classes, num_classes).float() for classes in (labels, predictions))
    return truth.T @ read
