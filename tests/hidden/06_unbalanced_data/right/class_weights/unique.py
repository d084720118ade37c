"""Fills in the classes that occur."""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    classes, counts = labels.unique(return_counts=True)
    weights = torch.zeros(num_classes, device=labels.device)
    weights[classes] = labels.numel() / (len(classes) * counts)
    return weights
