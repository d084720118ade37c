"""Never draws the last example.
Fails: each is equally likely
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(max(1, n - 1), (n,), generator=generator)
