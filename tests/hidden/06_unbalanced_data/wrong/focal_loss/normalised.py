"""Divides by the sum of the factors.
Fails: values
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    f = (1 - p) ** gamma
    return (f * ce).sum() / f.sum()
