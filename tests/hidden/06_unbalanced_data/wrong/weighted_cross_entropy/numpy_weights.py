"""Looks the weights up in NumPy.
Fails: device parity
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    each = F.cross_entropy(logits, labels, reduction="none")
    w = torch.from_numpy(weights.numpy()[labels.numpy()])
    return (w * each).sum() / w.sum()
