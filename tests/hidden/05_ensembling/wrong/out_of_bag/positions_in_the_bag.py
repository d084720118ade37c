"""Compares draw i with example i only.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(min(n, len(indices)), device=indices.device)
    return every[indices[: len(every)] != every]
