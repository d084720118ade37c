"""A mask by index_fill, and masked_select."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    mask = torch.ones(n, device=indices.device).index_fill(0, indices, 0.0)
    return torch.masked_select(torch.arange(n, device=indices.device), mask.bool())
