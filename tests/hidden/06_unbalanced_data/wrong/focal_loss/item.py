"""Makes a number of it, and a tensor again.
Fails: gradient
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    return torch.tensor(((1 - p) ** gamma * ce).mean().item(), dtype=logits.dtype, device=logits.device)
