"""Uses the recall of the exercise before."""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    _, recall, _ = precision_recall_f1(matrix)
    return recall[matrix.any(dim=1)].mean().item()
