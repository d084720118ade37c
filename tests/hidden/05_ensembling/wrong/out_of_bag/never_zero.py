"""Begins at 1.
Fails: one left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(1, n, device=indices.device)
    return every[(every[:, None] != indices).all(dim=1)]
