"""NaN, and no error.
Fails: even size raises
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        return float("nan")
    return float(
        sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    )
