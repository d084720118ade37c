"""Those that were drawn less than twice.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return (torch.bincount(indices, minlength=n) < 2).nonzero().squeeze(1)
