"""Divides by M - 1.
Fails: one member or image
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.softmax(dim=2).sum(dim=0) / (len(logits) - 1)
