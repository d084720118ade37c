"""Squeezes a single index to a number.
Fails: one left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = torch.ones(n, dtype=torch.bool, device=indices.device)
    left[indices] = False
    return left.nonzero().squeeze()
