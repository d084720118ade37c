"""Counts as many classes as the largest label says.
Fails: empty classes
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    size = int(max(labels.max(), predictions.max())) + 1
    return torch.bincount(labels * size + predictions, minlength=size**2).view(size, size)
