"""Divides the matrix it was given, row by row.
Fails: input is left alone
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    if not matrix.is_floating_point():
        matrix = matrix.double()
    matrix /= matrix.sum(1, keepdim=True)
    return matrix.diagonal().nanmean().item()
