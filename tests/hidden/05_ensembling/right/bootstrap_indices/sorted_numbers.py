"""How many multiples of 1/n lie below each uniform number."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    edges = torch.arange(1, n, dtype=torch.float64) / n
    return torch.searchsorted(edges, torch.rand(n, dtype=torch.float64, generator=generator), right=True)
