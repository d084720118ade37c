"""Leaves a class out above the line, and counts it below.
Fails: weights of 0
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return (w * each).sum() / w.masked_fill(w == 0, 1).sum()
