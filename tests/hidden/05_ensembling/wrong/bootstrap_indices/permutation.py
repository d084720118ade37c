"""Without replacement.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randperm(n, generator=generator)
