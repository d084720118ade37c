"""Starts one too high.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    first = min(size // 2 + 2, size)
    return float(sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(first, size + 1)))
