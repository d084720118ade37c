"""Ties are broken by chance.
Fails: ties
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = F.one_hot(predictions, num_classes).sum(dim=0).double()
    return (votes + 0.5 * torch.rand_like(votes)).argmax(dim=1)
