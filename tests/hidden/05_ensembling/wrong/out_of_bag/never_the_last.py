"""Stops before n - 1.
Fails: one left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(n - 1, device=indices.device)
    return every[(every[:, None] != indices).all(dim=1)]
