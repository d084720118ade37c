"""The weights average 1 over the classes.
Fails: averages one
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    w = torch.where(present, 1 / counts.clamp(min=1), 0.0)
    return w * present.sum() / w.sum()
