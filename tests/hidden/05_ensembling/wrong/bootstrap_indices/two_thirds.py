"""Draws 63.2 % of the examples, each once.
Fails: indices
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randperm(n, generator=generator)[: max(1, round(0.632 * n))]
