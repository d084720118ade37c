"""The plain accuracy.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    return (matrix.diagonal().sum() / matrix.sum()).item()
