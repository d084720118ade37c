"""Reads the memory as if it were in order.
Fails: input is left alone
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    n, k = logits.shape
    logits = torch.as_strided(logits, (n, k), (k, 1))
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return (w * each).sum() / w.sum()
