"""Softmax over the wrong axis.
Fails: values
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    log_p = logits.log_softmax(0)[torch.arange(len(labels), device=labels.device), labels]
    w = weights[labels]
    return -(w * log_p).sum() / w.sum()
