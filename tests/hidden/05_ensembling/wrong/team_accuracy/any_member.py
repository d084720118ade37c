"""The chance that at least one member is right.
Fails: chances
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return 1 - (1 - p) ** size
