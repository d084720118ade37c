"""The binomial distribution of SciPy."""

from scipy.stats import binom


def team_accuracy(p: float, size: int) -> float:
    if not size % 2:
        raise ValueError("size must be odd")
    return float(binom.sf(size // 2, size, p))
