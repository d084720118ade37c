"""Chooses with where."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    hits, read, real = torch.diag(matrix), matrix.sum(dim=0), matrix.sum(dim=1)
    zero = (hits * 0.0).to(hits.dtype if hits.is_floating_point() else torch.get_default_dtype())
    precision = torch.where(read > 0, hits / read, zero)
    recall = torch.where(real > 0, hits / real, zero)
    f1 = torch.where(read + real > 0, 2 * hits / (read + real), zero)
    return precision, recall, f1
