"""Only the smallest majority counts.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    k = size // 2 + 1
    return float(math.comb(size, k) * p**k * (1 - p) ** (size - k))
