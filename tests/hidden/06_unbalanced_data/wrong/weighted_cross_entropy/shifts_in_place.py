"""Subtracts the largest logit from the logits it was given.
Fails: input is left alone
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    with torch.no_grad():
        logits -= logits.max(1, keepdim=True).values
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return (w * each).sum() / w.sum()
