"""Leaves the weights to a module that a helper makes.
Fails: written by hand
"""


def _loss(weights):
    return nn.NLLLoss(weights) if weights is None else nn.CrossEntropyLoss(weights)


def weighted_cross_entropy(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return _loss(weights)(logits, labels)
