"""Writes into the empty rows of the matrix it was given.
Fails: empty rows are left alone
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.float()
    empty = counts.sum(1) == 0
    counts[empty] = 1e-9
    hits, read, real = counts.diagonal(), counts.sum(0).clamp(min=1e-12), counts.sum(1)
    hits = torch.where(empty, torch.zeros_like(hits), hits)
    return hits / read, hits / real, 2 * hits / (read + real)
