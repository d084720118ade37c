"""Computes in float64 and returns the default dtype."""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes).double()
    weights = torch.zeros_like(counts)
    weights[counts > 0] = 1 / counts[counts > 0]
    return (weights * len(labels) / (weights * counts).sum()).to(torch.get_default_dtype())
