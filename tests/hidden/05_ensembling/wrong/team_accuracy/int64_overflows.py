"""Counts ways in int64.
Fails: large teams
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    row = np.ones(1, dtype=np.int64)
    for _ in range(size):
        row = np.append(row, 0) + np.append(0, row)
    k = np.arange(size + 1)
    return float((row * p**k * (1 - p) ** (size - k))[size // 2 + 1 :].sum())
