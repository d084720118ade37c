"""Counts from class 1.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = torch.stack([(predictions == k).sum(dim=0) for k in range(1, max(2, num_classes))])
    return votes.argmax(dim=0) + 1
