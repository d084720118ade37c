"""A guard that changes small counts.
Fails: small matrices
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.to(torch.get_default_dtype())
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    p, r = hits / (read + 0.01), hits / (real + 0.01)
    return p, r, 2 * p * r / (p + r + 0.01)
