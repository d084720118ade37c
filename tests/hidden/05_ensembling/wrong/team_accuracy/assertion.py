"""An assertion, not a ValueError.
Fails: even size raises
"""


def team_accuracy(p: float, size: int) -> float:
    assert size % 2 == 1, "size must be odd"
    return float(
        sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    )
