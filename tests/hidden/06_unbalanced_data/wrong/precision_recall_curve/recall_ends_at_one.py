"""Without positives even the last recall is 1.
Fails: nothing is positive
"""


def precision_recall_curve(
    scores: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    thresholds = scores.unique()
    read = scores >= thresholds[:, None]
    hits = (read & (labels == 1)).sum(1)
    precision = torch.cat([hits / read.sum(1), torch.ones(1, device=scores.device)])
    if not (labels == 1).any():
        return precision, torch.ones_like(precision), thresholds
    recall = torch.cat([hits / (labels == 1).sum(), torch.zeros(1, device=scores.device)])
    return precision, recall, thresholds
