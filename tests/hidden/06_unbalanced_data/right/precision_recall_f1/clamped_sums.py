"""Counts are whole: a sum of 0 may as well be 1."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.float()
    hits, read, real = counts.diagonal(), counts.sum(0), counts.sum(1)
    return hits / read.clamp(min=1), hits / real.clamp(min=1), 2 * hits / (read + real).clamp(min=1)
