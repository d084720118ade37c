"""Takes a single positive for none.
Fails: one positive
"""


def precision_recall_curve(
    scores: torch.Tensor, labels: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    thresholds = scores.unique()
    read = scores >= thresholds[:, None]
    hits = (read & (labels == 1)).sum(1)
    positives = (labels == 1).sum()
    recall = hits / positives if positives > 1 else torch.ones(len(thresholds), device=scores.device)
    end = torch.ones(1, device=scores.device)
    return torch.cat([hits / read.sum(1), end]), torch.cat([recall, 0 * end]), thresholds
