"""Refuses bags of another size.
Fails: bags of other sizes
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    if len(indices) > 2 * n or len(indices) < n:
        raise ValueError("as many draws as examples were expected")
    return (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1)
