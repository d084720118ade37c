"""Divides by K, also where some classes do not occur.
Fails: averages one next to absent classes
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    return torch.where(present, len(labels) / (num_classes * counts.clamp(min=1)), 0.0)
