"""Never counts the last class.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = torch.stack([(predictions == k).sum(dim=0) for k in range(max(1, num_classes - 1))])
    return votes.argmax(dim=0)
