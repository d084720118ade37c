"""Makes its unit matrix on the CPU.
Fails: device parity
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    hits = (matrix * torch.eye(len(matrix))).sum(1)
    real = matrix.sum(1)
    return (hits[real > 0] / real[real > 0]).mean().item()
