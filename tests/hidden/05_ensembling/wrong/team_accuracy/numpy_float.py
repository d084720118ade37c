"""A number of NumPy's.
Fails: python float
"""


def team_accuracy(p: float, size: int) -> float:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    k = np.arange(size // 2 + 1, size + 1)
    ways = np.array([math.comb(size, int(right)) for right in k], dtype=np.float64)
    return (ways * p**k * (1 - p) ** (size - k)).sum()
