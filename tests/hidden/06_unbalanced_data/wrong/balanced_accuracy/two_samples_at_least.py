"""Leaves out classes with a single sample.
Fails: classes of one sample
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    samples = matrix.sum(dim=1)
    present = samples > 1
    return (matrix.diagonal()[present] / samples[present]).mean().item()
