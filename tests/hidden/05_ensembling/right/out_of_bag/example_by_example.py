"""Asks for each example whether it was drawn."""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = [i for i in range(n) if not bool((indices == i).any())]
    return torch.tensor(left, dtype=torch.int64, device=indices.device)
