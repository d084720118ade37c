"""Half of the examples, each twice.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randperm(n, generator=generator)[: (n + 1) // 2].repeat(2)[:n]
