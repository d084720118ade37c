"""Makes a number of it, and a tensor again.
Fails: gradient
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[labels]
    return torch.tensor(((w * each).sum() / w.sum()).item(), dtype=logits.dtype, device=logits.device)
