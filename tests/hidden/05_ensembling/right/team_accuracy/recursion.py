"""The k-th member is right or wrong, and the rest of the team decides on."""

import functools


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError(f"an even team may be divided: {size} members")

    @functools.lru_cache(None)
    def chance(members: int, needed: int) -> float:
        if needed <= 0:
            return 1.0
        if members < needed:
            return 0.0
        return float(p * chance(members - 1, needed - 1) + (1 - p) * chance(members - 1, needed))

    return chance(size, (size + 1) // 2)
