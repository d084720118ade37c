"""Makes its result on the CPU.
Fails: device parity
"""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    counts = torch.bincount(labels, minlength=num_classes)
    present = counts > 0
    weights = torch.zeros(num_classes)
    weights[present.cpu()] = (torch.where(present, len(labels) / (present.sum() * counts.clamp(min=1)), 0.0))[
        present
    ].cpu()
    return weights
