"""Lets zero pass as if it were odd.
Fails: even size raises
"""


def team_accuracy(p: float, size: int) -> float:
    if size and size % 2 == 0:
        raise ValueError("size must be odd")
    return float(
        sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    )
