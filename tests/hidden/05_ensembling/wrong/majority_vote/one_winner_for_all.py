"""All images vote together.
Fails: most votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    votes = torch.bincount(predictions.flatten(), minlength=num_classes)
    return votes.argmax().repeat(predictions.shape[1])
