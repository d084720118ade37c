"""The class with fewest votes.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return F.one_hot(predictions, num_classes).sum(dim=0).argmin(dim=1)
