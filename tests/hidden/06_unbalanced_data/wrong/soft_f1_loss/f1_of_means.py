"""F1 of the mean precision and the mean recall.
Fails: values
"""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    truth = F.one_hot(labels, logits.shape[1]).to(p.dtype)
    hits, read, real = (p * truth).sum(0), p.sum(0), truth.sum(0)
    present = real > 0
    P, R = (hits / read)[present].mean(), (hits / real)[present].mean()
    return 1 - 2 * P * R / (P + R)
