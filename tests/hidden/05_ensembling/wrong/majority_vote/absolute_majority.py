"""Without more than half of the votes, the first member decides.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes, winner = F.one_hot(predictions, num_classes).sum(dim=0).max(dim=1)
    return torch.where(2 * votes > len(predictions), winner, predictions[0])
