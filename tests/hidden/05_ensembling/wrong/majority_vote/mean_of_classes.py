"""The rounded mean of the classes.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return predictions.double().mean(dim=0).round().long()
