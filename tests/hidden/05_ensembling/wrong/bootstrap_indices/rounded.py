"""Rounds: both ends come half as often.
Fails: each is equally likely
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return (torch.rand(n, generator=generator) * (n - 1)).round().long()
