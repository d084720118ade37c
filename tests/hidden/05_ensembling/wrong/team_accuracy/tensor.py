"""A tensor without axes.
Fails: python float
"""


def team_accuracy(p: float, size: int) -> torch.Tensor:
    if size % 2 == 0:
        raise ValueError("size must be odd")
    return torch.tensor(
        [math.comb(size, k) * p**k * (1 - p) ** (size - k) for k in range(size // 2 + 1, size + 1)],
        dtype=torch.float64,
    ).sum()
