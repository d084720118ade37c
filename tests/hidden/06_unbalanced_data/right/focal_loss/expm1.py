"""1 − p without cancellation."""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    log_p = -F.nll_loss(logits.log_softmax(-1), labels, reduction="none")
    factor = torch.ones_like(log_p) if gamma == 0 else (-torch.expm1(log_p)) ** gamma
    return (factor * -log_p).mean()
