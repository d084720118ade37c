"""Absent classes count with recall 0.
Fails: absent classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    return (matrix.diagonal() / matrix.sum(1).clamp(min=1)).mean().item()
