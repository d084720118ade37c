"""Reads the memory as if it were in order.
Fails: input is left alone
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    labels = torch.as_strided(labels, labels.shape, (1,))
    predictions = torch.as_strided(predictions, predictions.shape, (1,))
    cells = labels * num_classes + predictions
    return torch.bincount(cells, minlength=num_classes**2).view(num_classes, num_classes)
