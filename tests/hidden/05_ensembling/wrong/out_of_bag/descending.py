"""In descending order.
Fails: sorted
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = torch.bincount(indices, minlength=n) == 0
    return left.nonzero().squeeze(1).flip(0)
