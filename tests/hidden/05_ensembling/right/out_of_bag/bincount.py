"""Those that were drawn zero times."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return torch.where(torch.bincount(indices, minlength=n) == 0)[0]
