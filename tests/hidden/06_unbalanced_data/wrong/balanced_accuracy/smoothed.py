"""A guard that changes the recall.
Fails: everything right
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    real = matrix.sum(1)
    return (matrix.diagonal()[real > 0] / (real[real > 0] + 0.01)).mean().item()
