"""Computes without gradients.
Fails: gradient
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        each = F.cross_entropy(logits, labels, reduction="none")
        w = weights[labels]
        return (w * each).sum() / w.sum()
