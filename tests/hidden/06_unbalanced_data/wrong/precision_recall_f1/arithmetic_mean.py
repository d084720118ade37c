"""F1 as the plain mean.
Fails: f1
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.to(torch.get_default_dtype())
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    p, r = (hits / read.masked_fill(read == 0, 1)), (hits / real.masked_fill(real == 0, 1))
    return p, r, (p + r) / 2
