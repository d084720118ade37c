"""Classes that do not occur have F1 = 1.
Fails: absent classes
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = F.one_hot(labels, logits.shape[1]).to(p.dtype)
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    f1 = torch.where(present, 2 * hits / (read + real), 1.0)
    return 1 - f1.mean()
