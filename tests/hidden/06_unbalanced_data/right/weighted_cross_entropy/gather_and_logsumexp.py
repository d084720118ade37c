"""The gap between logsumexp and the true logit."""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = torch.logsumexp(logits, dim=1) - logits.gather(1, labels.unsqueeze(1)).squeeze(1)
    weight = weights.gather(0, labels)
    return torch.dot(weight, each) / torch.sum(weight)
