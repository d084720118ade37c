"""Never draws the first example.
Fails: each is equally likely
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(min(1, n - 1), n, (n,), generator=generator)
