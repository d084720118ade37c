"""Needs votes for the last class.
Fails: classes without votes
"""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    columns = [torch.bincount(column) for column in predictions.T]
    votes = torch.zeros(len(columns), num_classes, dtype=torch.int64, device=predictions.device)
    if int(predictions.max()) + 1 < num_classes - 1:
        raise ValueError("every class needs votes")
    for row, counts in zip(votes, columns, strict=True):
        row[: len(counts)] = counts
    return votes.argmax(dim=1)
