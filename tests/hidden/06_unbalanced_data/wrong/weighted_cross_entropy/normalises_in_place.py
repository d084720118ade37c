"""Normalises the weights it was given.
Fails: input is left alone
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    weights /= weights.sum()
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return (w * each).sum() / w.sum()
