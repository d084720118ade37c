"""The softmax runs over the members.
Fails: values
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.softmax(dim=0).mean(dim=0)
