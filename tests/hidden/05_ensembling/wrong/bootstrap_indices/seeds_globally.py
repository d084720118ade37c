"""Seeds the global state from the generator.
Fails: generator
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
    return torch.randint(n, (n,))
