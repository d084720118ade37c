"""Absent classes count with recall 1.
Fails: absent classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    real = matrix.sum(1)
    return torch.where(real > 0, matrix.diagonal() / real.clamp(min=1), 1.0).mean().item()
