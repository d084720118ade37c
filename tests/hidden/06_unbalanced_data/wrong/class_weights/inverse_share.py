"""1 / frequency, without a scale.
Fails: averages one
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    return torch.where(present, len(labels) / counts.clamp(min=1), 0.0)
