"""Draws from a copy, and leaves the generator where it is.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    own = torch.Generator()
    own.set_state(generator.get_state())
    return torch.randint(n, (n,), generator=own)
