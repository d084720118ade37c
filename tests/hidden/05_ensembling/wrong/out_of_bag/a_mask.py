"""The mask itself.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = torch.ones(n, dtype=torch.bool, device=indices.device)
    left[indices] = False
    return left
