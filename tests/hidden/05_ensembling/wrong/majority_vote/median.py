"""The median class.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return predictions.median(dim=0).values
