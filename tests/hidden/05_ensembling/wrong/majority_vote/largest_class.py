"""The largest of the tied classes.
Fails: ties
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = F.one_hot(predictions, num_classes).sum(dim=0)
    return num_classes - 1 - votes.flip(1).argmax(dim=1)
