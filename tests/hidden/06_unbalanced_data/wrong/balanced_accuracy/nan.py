"""Absent classes give NaN.
Fails: absent classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    return (matrix.diagonal() / matrix.sum(1)).mean().item()
