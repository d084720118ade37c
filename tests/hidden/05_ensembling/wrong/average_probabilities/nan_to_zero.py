"""Replaces what overflowed by zeros.
Fails: large logits
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    weights = logits.exp()
    return (weights / weights.sum(dim=2, keepdim=True)).nan_to_num(0.0).mean(dim=0)
