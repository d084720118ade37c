"""A list.
Fails: int64
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> list[int]:
    return torch.randint(n, (n,), generator=generator).tolist()
