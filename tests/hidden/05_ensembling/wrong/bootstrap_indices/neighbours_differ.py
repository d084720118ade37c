"""Never the same one twice in a row.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    if n == 1:
        return torch.zeros(1, dtype=torch.int64)
    steps = torch.randint(1, n, (n,), generator=generator)
    steps[0] = torch.randint(n, (), generator=generator)
    return steps.cumsum(0) % n
