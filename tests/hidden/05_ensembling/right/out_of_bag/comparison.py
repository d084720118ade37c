"""Compares every example with every draw."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(n, device=indices.device)
    return every[(every[:, None] != indices).all(dim=1)]
