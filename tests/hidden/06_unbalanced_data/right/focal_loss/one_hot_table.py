"""Sums over a one-hot table."""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    truth = F.one_hot(labels, logits.shape[1]).to(logits.dtype)
    log_p = logits.log_softmax(1)
    return -(truth * (1 - log_p.exp()) ** gamma * log_p).sum(1).mean()
