"""The others are not said to be wrong.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return min(1.0, float(sum(math.comb(size, k) * p**k for k in range(size // 2 + 1, size + 1))))
