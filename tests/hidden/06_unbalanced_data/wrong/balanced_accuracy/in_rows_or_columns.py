"""Takes the classes that occur in a row or in a column.
Fails: absent classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    real = matrix.sum(1)
    use = (real + matrix.sum(0)) > 0
    return (matrix.diagonal()[use] / real[use].clamp(min=1)).mean().item()
