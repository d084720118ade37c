"""Takes the mean of an integer tensor.
Fails: mean recall
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    hits, real = matrix.diagonal().long(), matrix.sum(1).long()
    return (hits[real > 0] // real[real > 0]).float().mean().item()
