"""Adds 1 above and below the line.
Fails: precision and recall
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.to(torch.get_default_dtype())
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    p, r = (hits + 1) / (read + 1), (hits + 1) / (real + 1)
    return p, r, 2 * p * r / (p + r)
