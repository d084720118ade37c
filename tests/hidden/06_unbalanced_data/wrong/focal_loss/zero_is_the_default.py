"""Takes gamma = 0 for none given.
Fails: gamma 0 is cross entropy
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    gamma = gamma or 2.0
    return ((1 - p) ** gamma * ce).mean()
