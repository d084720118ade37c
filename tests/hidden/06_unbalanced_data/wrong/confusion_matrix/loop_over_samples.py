"""One sample after the other.
Fails: vectorised
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64, device=labels.device)
    for truth, read in zip(labels, predictions, strict=True):
        matrix[truth, read] += 1
    return matrix
