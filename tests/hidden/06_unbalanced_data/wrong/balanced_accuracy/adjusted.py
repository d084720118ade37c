"""Takes chance away, so that guessing gives 0.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    recall = matrix.diagonal()[matrix.sum(1) > 0] / matrix.sum(1)[matrix.sum(1) > 0]
    chance = 1 / len(recall) if len(recall) > 1 else 0
    return (recall.mean().item() - chance) / (1 - chance)
