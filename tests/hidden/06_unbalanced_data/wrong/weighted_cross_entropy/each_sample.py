"""Returns one number for each sample.
Fails: values
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return w * each / w.sum()
