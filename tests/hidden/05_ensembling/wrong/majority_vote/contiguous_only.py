"""Views what may be a slice.
Fails: input is left alone
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    flat = predictions.view(-1)
    return F.one_hot(flat, num_classes).view(*predictions.shape, -1).sum(dim=0).argmax(dim=1)
