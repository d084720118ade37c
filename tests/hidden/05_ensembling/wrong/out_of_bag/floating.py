"""Floating indices.
Fails: int64
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(float(n), device=indices.device)
    return every[(every[:, None] != indices).all(dim=1)]
