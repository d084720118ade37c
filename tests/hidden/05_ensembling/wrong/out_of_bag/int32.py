"""int32.
Fails: int64
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1).int()
