"""Sorts numbers as text.
Fails: sorted
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    drawn = set(indices.tolist())
    left = sorted((i for i in range(n) if i not in drawn), key=str)
    return torch.tensor(left, dtype=torch.int64, device=indices.device)
