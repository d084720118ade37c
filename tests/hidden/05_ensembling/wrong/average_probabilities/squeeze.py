"""Squeezes the axis of the images away where there is one.
Fails: one member or image
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.softmax(dim=2).mean(dim=0, keepdim=True).squeeze()
