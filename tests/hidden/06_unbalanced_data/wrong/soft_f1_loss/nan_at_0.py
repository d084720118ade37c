"""0 / 0 where nothing is read as a class that occurs.
Fails: gradient of sure samples
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = F.one_hot(labels, logits.shape[1]).to(p.dtype)
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    P, R = hits / read, hits / real
    f1 = torch.where(hits > 0, 2 * P * R / (P + R), 0)
    return 1 - f1[present].mean()
