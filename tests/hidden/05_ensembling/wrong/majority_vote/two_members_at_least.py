"""Refuses a team of one.
Fails: one member or image
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    if len(predictions) < 2:
        raise ValueError("one member is no team")
    return F.one_hot(predictions, num_classes).sum(dim=0).argmax(dim=1)
