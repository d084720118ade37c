"""Adds up with scatter_add."""


def soft_f1_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    p = logits.softmax(1)
    own = p.gather(1, labels[:, None])[:, 0]
    hits = torch.zeros_like(p[0]).scatter_add(0, labels, own)
    real = torch.bincount(labels, minlength=p.shape[1])
    f1 = 2 * hits / (p.sum(0) + real + 1e-12)
    return 1 - f1.sum() / (real > 0).sum()
