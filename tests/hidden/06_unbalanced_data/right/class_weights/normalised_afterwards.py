"""Inverse counts first, scaled by their mean over the samples."""


def class_weights(labels: torch.Tensor, num_classes: int) -> torch.Tensor:
    inverse = torch.bincount(labels, minlength=num_classes).float().reciprocal()
    inverse[inverse.isinf()] = 0
    return inverse / inverse[labels].mean()
