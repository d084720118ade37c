"""Counts in half precision, which skips numbers from 2048 on.
Fails: large numbers
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    truth, read = (F.one_hot(classes, num_classes).half() for classes in (labels, predictions))
    return (truth.T @ read).long()
