"""Sorts the bag in place.
Fails: input is left alone
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    indices.copy_(indices.sort().values)
    return (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1)
