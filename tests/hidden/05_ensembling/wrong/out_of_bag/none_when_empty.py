"""None where nothing is left.
Fails: nothing left
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor | None:
    left = (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1)
    return left if len(left) else None
