"""Looks up how many positives, and how many of all, lie below."""


def precision_recall_curve(scores, labels):
    ranked = scores.sort().values
    positive = scores[labels == 1].sort().values
    thresholds = ranked.unique_consecutive()
    read = len(ranked) - torch.searchsorted(ranked, thresholds)
    hits = len(positive) - torch.searchsorted(positive, thresholds)
    precision = torch.cat([hits / read, torch.ones(1, device=scores.device)])
    recall = torch.ones_like(precision)
    if len(positive):
        recall[:-1] = hits / len(positive)
    recall[-1] = 0
    return precision, recall, thresholds
