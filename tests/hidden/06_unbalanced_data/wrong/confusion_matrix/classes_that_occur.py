"""Has rows for the classes that occur only.
Fails: empty classes
"""


def confusion_matrix(predictions: torch.Tensor, labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    classes = torch.cat([labels, predictions]).unique()
    return torch.stack(
        [torch.stack([((labels == t) & (predictions == p)).sum() for p in classes]) for t in classes]
    )
