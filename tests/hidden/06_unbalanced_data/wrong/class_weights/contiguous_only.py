"""Reads the memory as if it were in order.
Fails: input is left alone
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    labels = torch.as_strided(labels, labels.shape, (1,))
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    return torch.where(present, len(labels) / (present.sum() * counts.clamp(min=1)), 0.0)
