"""One draw, repeated.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n, (1,), generator=generator).repeat(n)
