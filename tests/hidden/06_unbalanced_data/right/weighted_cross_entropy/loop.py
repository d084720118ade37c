"""One sample after the other."""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    total, norm = 0.0, 0.0
    for row, label in zip(logits, labels, strict=True):
        total = total + weights[label] * (torch.logsumexp(row, 0) - row[label])
        norm = norm + weights[label]
    return total / norm
