"""Refuses a class without samples.
Fails: absent classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    if (matrix.sum(1) == 0).any():
        raise ValueError("a class has no samples")
    return (matrix.diagonal() / matrix.sum(1)).mean().item()
