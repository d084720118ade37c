"""The factor from the other classes' logits, in the logarithm."""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    own = F.one_hot(labels, logits.shape[1]).bool()
    everything = logits.logsumexp(1)
    others = logits.masked_fill(own, -math.inf).logsumexp(1)
    ce = everything - logits[own]
    return (torch.exp(gamma * (others - everything)) * ce).mean()
