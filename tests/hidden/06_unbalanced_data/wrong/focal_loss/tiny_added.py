"""log(p + 1e-8), which ends at 18.
Fails: extreme logits
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    p = logits.softmax(1).gather(1, labels[:, None]).squeeze(1)
    return -((1 - p) ** gamma * (p + 1e-8).log()).mean()
