"""A seed that nobody knows.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    own = torch.Generator()
    own.seed()
    return torch.randint(n, (n,), generator=own)
