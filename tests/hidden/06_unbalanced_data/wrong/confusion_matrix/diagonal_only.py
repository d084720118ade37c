"""Counts who was read rightly, and nobody else.
Fails: counts
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    return torch.diag(torch.bincount(labels[labels == predictions], minlength=num_classes))
