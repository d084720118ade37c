"""Sensitivity and specificity: takes two classes for granted.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    return ((matrix[0, 0] / matrix[0].sum() + matrix[1, 1] / matrix[1].sum()) / 2).item()
