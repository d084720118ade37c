"""From 0 to n.
Fails: indices
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n + 1, (n,), generator=generator)
