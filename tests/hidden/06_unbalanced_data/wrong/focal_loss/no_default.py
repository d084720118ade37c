"""gamma has no default.
Fails: default gamma
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    return ((1 - (-ce).exp()) ** gamma * ce).mean()
