"""Refuses a bag that holds everything.
Fails: nothing left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1)
    if len(left) == 0:
        raise ValueError("no example is left")
    return left
