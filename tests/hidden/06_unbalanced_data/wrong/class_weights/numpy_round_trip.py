"""Counts in NumPy.
Fails: device parity
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    import numpy as np

    counts = np.bincount(labels.numpy(), minlength=num_classes)
    weights = np.where(counts > 0, len(labels) / np.maximum(counts, 1), 0.0) / (counts > 0).sum()
    return torch.from_numpy(weights).float()
