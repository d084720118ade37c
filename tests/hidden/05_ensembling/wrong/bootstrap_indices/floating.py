"""Floating indices.
Fails: int64
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return (torch.rand(n, dtype=torch.float64, generator=generator) * n).floor()
