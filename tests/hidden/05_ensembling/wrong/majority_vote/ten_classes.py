"""Takes ten classes for granted, or those that occur.
Fails: large numbers
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = torch.stack([(predictions == k).sum(dim=0) for k in range(12)])
    return votes.argmax(dim=0)
