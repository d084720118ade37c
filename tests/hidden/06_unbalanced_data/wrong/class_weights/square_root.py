"""The square root of the inverse frequency.
Fails: inverse frequency
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    w = torch.where(present, counts.clamp(min=1).float().rsqrt(), 0.0)
    return w / w[labels].mean()
