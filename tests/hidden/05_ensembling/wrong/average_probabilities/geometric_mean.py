"""The geometric mean of the probabilities, normalised.
Fails: values
"""


def average_probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.log_softmax(dim=2).mean(dim=0).softmax(dim=1)
