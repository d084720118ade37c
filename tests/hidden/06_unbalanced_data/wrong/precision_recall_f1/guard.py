"""A number below every line of a fraction, small for float32 but not for float64.
Fails: dtype
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    hits = matrix.diagonal()
    precision, recall = hits / (matrix.sum(0) + 1e-5), hits / (matrix.sum(1) + 1e-5)
    return precision, recall, 2 * precision * recall / (precision + recall + 1e-5)
