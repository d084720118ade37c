"""One sample after the other."""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    losses = []
    for row, label in zip(logits, labels, strict=True):
        log_p = row.log_softmax(0)[label]
        losses.append(-log_p * (1 - log_p.exp()) ** gamma)
    return torch.stack(losses).mean()
