"""Divides the matrix it was given.
Fails: input is left alone
"""


def precision_recall_f1(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    if not matrix.is_floating_point():
        matrix = matrix.float()
    read, real = matrix.sum(0), matrix.sum(1)
    read[read == 0], real[real == 0] = 1, 1
    recall = matrix.diagonal() / real
    matrix /= read
    precision = matrix.diagonal().clone()
    return (
        precision,
        recall,
        2 * precision * recall / (precision + recall).masked_fill(precision + recall == 0, 1),
    )
