"""Forgets in how many ways k members can be right.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return float(sum(p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1)))
