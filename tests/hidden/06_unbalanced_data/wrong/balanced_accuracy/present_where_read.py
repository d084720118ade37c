"""Takes the classes that were read.
Fails: missed classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    real, read = matrix.sum(1), matrix.sum(0)
    use = (read > 0) & (real > 0)
    return (matrix.diagonal()[use] / real[use]).mean().item()
