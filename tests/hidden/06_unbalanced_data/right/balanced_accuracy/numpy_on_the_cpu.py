"""NumPy, after the matrix was fetched: a Python number comes back."""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    import numpy as np

    counts = matrix.detach().cpu().numpy().astype(float)
    rows = counts.sum(axis=1)
    return float(np.mean(np.diag(counts)[rows > 0] / rows[rows > 0]))
