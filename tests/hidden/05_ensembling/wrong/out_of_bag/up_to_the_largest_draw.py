"""Forgets those beyond the largest draw.
Fails: one left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return (torch.bincount(indices) == 0).nonzero().squeeze(1)
