"""Sums over all classes.
Fails: values
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    p = logits.softmax(1)
    return -((1 - p) ** gamma * logits.log_softmax(1)).sum(1).mean()
