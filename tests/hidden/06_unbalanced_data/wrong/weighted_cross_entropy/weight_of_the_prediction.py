"""Takes the weight of the class that is read.
Fails: values
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = weights[logits.argmax(1)]
    return (w * each).sum() / w.sum()
