"""Writes into the empty rows of the matrix it was given.
Fails: input is left alone
"""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    present = matrix.sum(1) > 0
    matrix[~present] = 1
    return (matrix.diagonal() / matrix.sum(1))[present].mean().item()
