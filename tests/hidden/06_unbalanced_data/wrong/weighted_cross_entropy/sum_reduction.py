"""Leaves the weights to cross_entropy, and only divides by itself.
Fails: written by hand
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(logits, labels, weight=weights, reduction="sum") / weights[labels].sum()
