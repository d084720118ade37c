"""One minus the chance of a wrong majority, each number of ways from the one before."""


def team_accuracy(p: float, size: int) -> float:
    if size / 2 == size // 2:
        raise ValueError(f"an odd size was expected, but {size} came")
    ways, wrong = 1, 0.0
    for right in range(size // 2 + 1):
        wrong += ways * p**right * (1 - p) ** (size - right)
        ways = ways * (size - right) // (right + 1)
    return 1.0 - wrong
