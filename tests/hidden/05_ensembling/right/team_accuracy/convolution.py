"""The distribution of the number of right members, one member at a time, in NumPy."""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 != 1:
        raise ValueError(f"size must be odd, got {size}")
    chances = np.array([1.0])
    for _ in range(size):
        chances = np.convolve(chances, [1 - p, p])
    return float(chances[(size + 1) // 2 :].sum())
