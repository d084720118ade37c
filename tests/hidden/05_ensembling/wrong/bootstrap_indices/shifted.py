"""All examples, from a random place on.
Fails: independent draws
"""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    start = int(torch.randint(n, (), generator=generator))
    return (torch.arange(n) + start) % n
