"""Adds to the predictions it was given, and subtracts from a copy.
Fails: input is left alone
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    predictions += labels * num_classes
    matrix = torch.bincount(predictions, minlength=num_classes**2).view(num_classes, num_classes)
    predictions = predictions - labels * num_classes
    return matrix
