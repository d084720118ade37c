"""Takes the memory of the CPU for granted.
Fails: device parity
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    counts = matrix.numpy().astype(float)
    rows = counts.sum(1)
    return float((counts.diagonal()[rows > 0] / rows[rows > 0]).mean())
