"""(N, 1) times (N,): every factor meets every sample.
Fails: values
"""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    log_p = logits.log_softmax(1)
    p = log_p.exp().gather(1, labels[:, None])
    ce = F.nll_loss(log_p, labels, reduction="none")
    return ((1 - p) ** gamma * ce).mean()
