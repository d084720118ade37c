"""Sums written as einsum, errors counted apart."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix.clone() if matrix.is_floating_point() else matrix.float()
    tp = torch.einsum("kk->k", counts)
    fp, fn = torch.einsum("tp->p", counts) - tp, torch.einsum("tp->t", counts) - tp
    safe = lambda a, b: torch.zeros_like(a).masked_scatter_(b > 0, a[b > 0] / b[b > 0])
    return safe(tp, tp + fp), safe(tp, tp + fn), safe(tp, tp + 0.5 * (fp + fn))
