"""Sets a cell to one, however often it occurs: += with repeated indices adds once.
Fails: counts
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    matrix = torch.zeros(num_classes, num_classes, dtype=torch.int64, device=labels.device)
    matrix[labels, predictions] += 1
    return matrix
