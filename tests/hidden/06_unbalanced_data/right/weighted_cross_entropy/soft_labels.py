"""Cross-entropy with soft labels that hold the weights."""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    targets = F.one_hot(labels, logits.shape[1]).to(logits.dtype) * weights
    return F.cross_entropy(logits, targets, reduction="sum") / weights[labels].sum()
