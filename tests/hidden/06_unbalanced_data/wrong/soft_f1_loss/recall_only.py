"""Soft recall.
Fails: values
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = F.one_hot(labels, logits.shape[1]).to(p.dtype)
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    return 1 - (hits / real)[present].mean()
