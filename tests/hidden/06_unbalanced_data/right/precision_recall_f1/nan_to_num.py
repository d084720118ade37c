"""Divides, and turns NaN into 0 afterwards."""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    hits = matrix.diagonal()
    precision = (hits / matrix.sum(0)).nan_to_num(0.0)
    recall = (hits / matrix.sum(1)).nan_to_num(0.0)
    f1 = (2 * precision * recall / (precision + recall)).nan_to_num(0.0)
    return precision, recall, f1
