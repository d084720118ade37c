"""torch.isin, inverted."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(n, device=indices.device)
    return every[torch.isin(every, indices, invert=True)]
