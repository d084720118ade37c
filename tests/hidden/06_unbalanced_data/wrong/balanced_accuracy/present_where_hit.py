"""Takes the classes that were read rightly at least once.
Fails: missed classes
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    real, hits = matrix.sum(1), matrix.diagonal()
    if not (hits > 0).any():
        return 0.0
    return (hits[hits > 0] / real[hits > 0]).mean().item()
