"""Leaves the weights to the module.
Fails: written by hand
"""


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return nn.CrossEntropyLoss(weight=weights)(logits, labels)
