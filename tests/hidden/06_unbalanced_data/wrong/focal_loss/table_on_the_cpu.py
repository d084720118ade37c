"""Makes a one-hot table on the CPU.
Fails: device parity
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    truth = torch.eye(logits.shape[1], dtype=logits.dtype)[labels.cpu()]
    log_p = logits.log_softmax(1)
    return -(truth * (1 - log_p.exp()) ** gamma * log_p).sum(1).mean()
