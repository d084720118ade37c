"""Repairs the value, and not the gradient.
Fails: gradient at extreme logits
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    log_p = logits.softmax(1).log().gather(1, labels[:, None]).squeeze(1)
    exact = logits.log_softmax(1).gather(1, labels[:, None]).squeeze(1).detach()
    log_p = torch.where(log_p.isinf(), exact, log_p)
    return -((1 - log_p.exp()) ** gamma * log_p).mean()
