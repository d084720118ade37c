"""A coin decides in an even team.
Fails: even size raises
"""


def team_accuracy(p: float, size: int) -> float:
    total = sum(math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1))
    if size % 2 == 0:
        total += math.comb(size, size // 2) * (p * (1 - p)) ** (size // 2) / 2
    return float(total)
