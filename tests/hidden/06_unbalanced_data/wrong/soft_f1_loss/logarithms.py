"""Adds up logarithms, which have no slope at 0.
Fails: gradient of sure samples
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = F.one_hot(labels, logits.shape[1]).to(p.dtype)
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    f1 = (p.log() * truth).exp() * truth
    return 1 - (2 * f1.sum(0) / (read + real))[present].mean()
