"""Refuses chances of 0 and 1.
Fails: certain members
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0 or not 0 < p < 1:
        raise ValueError("size must be odd, and p between 0 and 1")
    return float(
        sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    )
