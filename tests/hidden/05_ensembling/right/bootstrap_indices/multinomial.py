"""Equal weights, with replacement."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.multinomial(torch.ones(n), n, replacement=True, generator=generator)
