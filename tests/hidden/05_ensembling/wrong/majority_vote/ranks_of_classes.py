"""Gives positions among the classes that occur.
Fails: classes without votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    classes, places = predictions.unique(return_inverse=True)
    return F.one_hot(places, len(classes)).sum(dim=0).argmax(dim=1)
