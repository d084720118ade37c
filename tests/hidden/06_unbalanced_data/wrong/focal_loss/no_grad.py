"""Computes without gradients.
Fails: gradient
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    with torch.no_grad():
        ce = F.cross_entropy(logits, labels, reduction="none")
        return ((1 - (-ce).exp()) ** gamma * ce).mean()
