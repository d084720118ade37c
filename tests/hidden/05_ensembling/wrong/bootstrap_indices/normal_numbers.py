"""Normal numbers, cut off at both ends.
Fails: each is equally likely
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    numbers = torch.randn(n, generator=generator) * n / 4 + n / 2
    return numbers.long().clamp(0, n - 1)
