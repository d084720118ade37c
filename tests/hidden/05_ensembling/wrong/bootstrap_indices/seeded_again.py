"""Seeds the generator with 0.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    return torch.randint(n, (n,), generator=generator.manual_seed(0))
