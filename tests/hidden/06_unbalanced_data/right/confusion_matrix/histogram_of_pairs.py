"""Unique pairs with their counts."""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    pairs, counts = torch.unique(torch.stack([labels, predictions]), dim=1, return_counts=True)
    matrix = labels.new_zeros(num_classes, num_classes)
    matrix[pairs[0], pairs[1]] = counts
    return matrix
