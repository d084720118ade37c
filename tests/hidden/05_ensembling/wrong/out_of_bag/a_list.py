"""A list.
Fails: complement
"""


def out_of_bag(n: int, indices: torch.Tensor) -> list[int]:
    drawn = set(indices.tolist())
    return [i for i in range(n) if i not in drawn]
