"""Takes the logarithm of p, which may be 0.
Fails: certain members
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return float(
        sum(
            math.exp(math.log(math.comb(size, k)) + k * math.log(p) + (size - k) * math.log(1 - p))
            for k in range(size // 2 + 1, size + 1)
        )
    )
