"""Makes a one-hot table on the CPU.
Fails: device parity
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = torch.eye(logits.shape[1], dtype=p.dtype)[labels.cpu()]
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    return 1 - (2 * hits / (read + real))[present].mean()
