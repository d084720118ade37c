"""Refuses a team of one.
Fails: team of one
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0 or size < 3:
        raise ValueError("size must be odd, and three at least")
    return float(
        sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    )
