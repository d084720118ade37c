"""A tiny number below the line."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    counts = matrix if matrix.is_floating_point() else matrix.to(torch.get_default_dtype())
    hits = (counts * torch.eye(len(counts), dtype=counts.dtype, device=counts.device)).sum(0)
    precision, recall = hits / (counts.sum(0) + 1e-9), hits / (counts.sum(1) + 1e-9)
    return precision, recall, 2 * precision * recall / (precision + recall + 1e-9)
