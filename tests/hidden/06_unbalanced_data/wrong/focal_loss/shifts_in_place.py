"""Subtracts the largest logit from the logits it was given.
Fails: input is left alone
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    with torch.no_grad():
        logits -= logits.amax(1, keepdim=True)
    ce = F.cross_entropy(logits, labels, reduction="none")
    p = (-ce).exp()
    return ((1 - p) ** gamma * ce).mean()
