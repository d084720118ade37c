"""Sets of Python ints, sorted."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = sorted(set(range(n)) - set(indices.tolist()))
    return torch.tensor(left, dtype=torch.int64, device=indices.device)
