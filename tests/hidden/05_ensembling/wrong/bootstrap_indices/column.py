"""One column.
Fails: indices
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n, (n, 1), generator=generator)
