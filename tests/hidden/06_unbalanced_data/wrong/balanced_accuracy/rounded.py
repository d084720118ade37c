"""Rounds to two digits.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    recall = matrix.diagonal()[matrix.sum(1) > 0] / matrix.sum(1)[matrix.sum(1) > 0]
    return round(recall.mean().item(), 2)
