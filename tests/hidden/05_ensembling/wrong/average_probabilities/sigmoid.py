"""Sigmoids, normalised.
Fails: values
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    chances = logits.sigmoid()
    return (chances / chances.sum(dim=2, keepdim=True)).mean(dim=0)
