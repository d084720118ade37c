"""Leaves in what was drawn more than once.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return (torch.bincount(indices, minlength=n) != 1).nonzero().squeeze(1)
