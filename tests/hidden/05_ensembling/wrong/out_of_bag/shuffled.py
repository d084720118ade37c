"""In the order of the hash of their text.
Fails: sorted
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = (torch.bincount(indices, minlength=n) == 0).nonzero().squeeze(1)
    order = sorted(range(len(left)), key=lambda place: str(place * 7919 % 1009))
    return left[order]
