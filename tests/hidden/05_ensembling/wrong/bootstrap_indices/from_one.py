"""From 1 to n.
Fails: indices
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(1, n + 1, (n,), generator=generator)
