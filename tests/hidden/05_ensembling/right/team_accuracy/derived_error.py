"""An error class derived from ValueError, and a sum over counts of wrong members."""


class DividedTeamError(ValueError):
    """A team that may be divided."""


def team_accuracy(p: float, size: int) -> float:
    if size & 1 == 0:
        raise DividedTeamError(f"{size} members may be divided, expected an odd number")
    total = 0.0
    for wrong in range((size + 1) // 2):
        total += math.comb(size, wrong) * (1 - p) ** wrong * p ** (size - wrong)
    return total
