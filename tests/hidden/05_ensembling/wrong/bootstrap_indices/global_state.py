"""Draws from the global state.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n, (n,))
