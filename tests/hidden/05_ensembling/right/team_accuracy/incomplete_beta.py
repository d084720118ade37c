"""The regularised incomplete beta function."""

from scipy.special import betainc


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0 or size < 0:
        raise ValueError(f"size must be odd and positive, got {size}")
    half = (size + 1) / 2
    return betainc(half, half, p).item()
