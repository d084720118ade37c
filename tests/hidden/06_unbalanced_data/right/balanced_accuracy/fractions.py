"""Exact fractions until the end."""


def balanced_accuracy(matrix: torch.Tensor) -> float:
    from fractions import Fraction

    rows = [[int(entry) for entry in row] for row in matrix.tolist()]
    recalls = [Fraction(row[k], sum(row)) for k, row in enumerate(rows) if any(row)]
    return float(sum(recalls) / len(recalls))
