"""The probability of the most likely class for that of the true one.
Fails: values
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    ce = F.cross_entropy(logits, labels, reduction="none")
    return ((1 - logits.softmax(1).amax(1)) ** gamma * ce).mean()
