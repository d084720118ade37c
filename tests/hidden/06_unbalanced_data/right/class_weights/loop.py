"""Counts in Python."""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = [int((labels == k).sum()) for k in range(num_classes)]
    present = sum(count > 0 for count in counts)
    weights = [len(labels) / (present * count) if count else 0.0 for count in counts]
    return torch.tensor(weights, dtype=torch.get_default_dtype(), device=labels.device)
