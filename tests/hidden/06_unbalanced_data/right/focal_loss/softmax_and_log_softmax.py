"""Softmax for the factor, log_softmax for the logarithm."""


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, *, gamma: float = 2.0) -> torch.Tensor:
    rows = torch.arange(len(labels), device=labels.device)
    p, log_p = logits.softmax(1)[rows, labels], logits.log_softmax(1)[rows, labels]
    return (-log_p * (1 - p) ** gamma).sum() / len(labels)
