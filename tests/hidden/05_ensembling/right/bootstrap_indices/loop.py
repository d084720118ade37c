"""One index after the other."""


def bootstrap_indices(n: int, *, generator: torch.Generator) -> torch.Tensor:
    drawn = [int(torch.randint(0, n, (1,), generator=generator)) for _ in range(n)]
    return torch.tensor(drawn, dtype=torch.int64)
