"""exp(gamma · log(1 − p)), which is 0 · −inf where p is 1.
Fails: extreme logits
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    return ((gamma * (1 - p).log()).exp() * ce).mean()
