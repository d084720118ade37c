"""The normal distribution in place of the binomial one.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    spread = math.sqrt(size * p * (1 - p)) or 1e-9
    return 0.5 * (1 + math.erf((size * p - size / 2) / spread / math.sqrt(2)))
