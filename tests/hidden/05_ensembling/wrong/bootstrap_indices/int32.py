"""int32.
Fails: int64
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n, (n,), generator=generator, dtype=torch.int32)
