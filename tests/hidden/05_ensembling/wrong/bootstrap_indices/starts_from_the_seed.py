"""Starts the generator from its seed each time.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    generator.manual_seed(generator.initial_seed())
    return torch.randint(n, (n,), generator=generator)
