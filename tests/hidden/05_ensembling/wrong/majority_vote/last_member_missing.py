"""Leaves out the last member.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return F.one_hot(predictions[:-1], num_classes).sum(dim=0).argmax(dim=1)
