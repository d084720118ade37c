"""One factor for the whole batch.
Fails: values
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels)
    return (1 - (-ce).exp()) ** gamma * ce
