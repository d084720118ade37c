"""Begins one too low: a minority counts as well.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return float(sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2, size + 1)))
