"""Squeezes a single image away.
Fails: one member or image
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    return F.one_hot(predictions, num_classes).sum(dim=0).argmax(dim=1).squeeze()
