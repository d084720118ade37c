"""Keeps classes in eight bits.
Fails: large numbers
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = F.one_hot(predictions, num_classes).sum(dim=0)
    return votes.argmax(dim=1).to(torch.int8).long()
