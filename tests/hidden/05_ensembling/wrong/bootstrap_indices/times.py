"""How often each example is drawn.
Fails: indices
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.bincount(torch.randint(n, (n,), generator=generator), minlength=n)
