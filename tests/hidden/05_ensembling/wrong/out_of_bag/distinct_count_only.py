"""The first ones, as many as were left out.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    return torch.arange(n - len(indices.unique()), device=indices.device)
