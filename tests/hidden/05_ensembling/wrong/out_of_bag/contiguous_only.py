"""Views what may be a slice.
Fails: input is left alone
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    every = torch.arange(n, device=indices.device)
    return every[(every != indices.as_strided((len(indices), 1), (1, 1))).all(dim=0)]
