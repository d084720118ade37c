"""Hands a single member back with its axis.
Fails: one member or image
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    if len(predictions) == 1:
        return predictions
    return F.one_hot(predictions, num_classes).sum(dim=0).argmax(dim=1)
