"""Returns the three in a list."""


def precision_recall_curve(scores, labels):
    thresholds = scores.unique()
    pairs = []
    for t in thresholds:
        read = (scores >= t).to(labels.dtype)
        hits = (read * labels).sum()
        pairs.append(torch.stack([hits / read.sum(), hits / labels.sum() if labels.any() else hits + 1.0]))
    table = torch.stack([*pairs, torch.tensor([1.0, 0.0], device=scores.device)])
    return [table[:, 0], table[:, 1], thresholds]
