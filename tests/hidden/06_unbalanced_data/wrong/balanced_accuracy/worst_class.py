"""The smallest recall.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    recall = matrix.diagonal()[matrix.sum(1) > 0] / matrix.sum(1)[matrix.sum(1) > 0]
    return recall.min().item()
