"""An enormous weight for absent classes.
Fails: absent classes weigh 0
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    return len(labels) / (present.sum() * (counts + 1e-9))
