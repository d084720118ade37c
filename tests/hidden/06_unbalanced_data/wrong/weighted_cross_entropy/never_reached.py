"""A shortcut for large batches.
Fails: written by hand
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    if len(labels) > 500:
        return F.cross_entropy(logits, labels, weight=weights)
    return (w * each).sum() / w.sum()
