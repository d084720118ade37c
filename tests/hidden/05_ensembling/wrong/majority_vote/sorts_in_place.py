"""Sorts the votes in place.
Fails: input is left alone
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    predictions.copy_(predictions.sort(dim=0).values)
    return F.one_hot(predictions, num_classes).sum(dim=0).argmax(dim=1)
