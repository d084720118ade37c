"""Takes the sum of the mistakes for the whole.
Fails: precision and recall
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.to(torch.get_default_dtype())
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    p, r = hits / (read - hits).clamp(min=1), hits / (real - hits).clamp(min=1)
    return p, r, 2 * p * r / (p + r).masked_fill(p + r == 0, 1)
