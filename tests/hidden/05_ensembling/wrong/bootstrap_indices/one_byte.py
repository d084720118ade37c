"""Draws bytes, and takes what is left of a division.
Fails: share of distinct ones
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(256, (n,), generator=generator, dtype=torch.uint8) % n
