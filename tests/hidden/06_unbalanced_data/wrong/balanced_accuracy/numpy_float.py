"""Returns a NumPy number.
Fails: python float
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    counts = matrix.cpu().double().numpy()
    rows = counts.sum(1)
    return (counts.diagonal()[rows > 0] / rows[rows > 0]).mean()
