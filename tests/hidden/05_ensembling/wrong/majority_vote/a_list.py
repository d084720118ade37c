"""A list.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> list[int]:
    return F.one_hot(predictions, num_classes).sum(dim=0).argmax(dim=1).tolist()
