"""torch.tensor([]) is floating.
Fails: int64
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = [i for i in range(n) if not bool((indices == i).any())]
    return torch.tensor(left, device=indices.device)
