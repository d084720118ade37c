"""Reads the memory as if it were in order.
Fails: input is left alone
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    n, k = logits.shape
    logits = torch.as_strided(logits, (n, k), (k, 1))
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    return ((1 - p) ** gamma * ce).mean()
