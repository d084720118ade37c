"""Draws in place into an empty tensor."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.empty(n, dtype=torch.int64).random_(0, n, generator=generator)
