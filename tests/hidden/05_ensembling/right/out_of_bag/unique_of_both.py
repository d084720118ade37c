"""Who appears once in the distinct draws and all examples together was not drawn."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    together = torch.cat([indices.unique(), torch.arange(n, device=indices.device)])
    examples, times = together.unique(return_counts=True)
    return examples[times == 1]
