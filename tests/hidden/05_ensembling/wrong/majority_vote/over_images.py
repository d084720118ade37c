"""Counts over the images: one class for each member.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return F.one_hot(predictions, num_classes).sum(dim=1).argmax(dim=1)
