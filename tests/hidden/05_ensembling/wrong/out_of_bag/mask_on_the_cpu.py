"""A mask on the CPU.
Fails: device parity
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = torch.ones(n, dtype=torch.bool)
    left[indices] = False
    return left.nonzero().squeeze(1)
