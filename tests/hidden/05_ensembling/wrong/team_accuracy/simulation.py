"""Plays it through a hundred thousand times.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    right = np.random.default_rng(0).binomial(size, p, 100_000)
    return float((right > size / 2).mean())
