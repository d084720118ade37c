"""Multiplies the labels it was given.
Fails: input is left alone
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    labels *= num_classes
    labels += predictions
    return torch.bincount(labels, minlength=num_classes**2).view(num_classes, num_classes)
