"""Counts in a one-hot table."""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = F.one_hot(labels, num_classes).sum(0)
    weights = torch.where(counts > 0, len(labels) / counts.clamp(min=1), 0.0)
    return weights / (counts > 0).sum()
