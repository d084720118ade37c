"""Sorts the labels it was given.
Fails: input is left alone
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    labels.copy_(labels.sort().values)
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    return torch.where(present, len(labels) / (present.sum() * counts.clamp(min=1)), 0.0)
