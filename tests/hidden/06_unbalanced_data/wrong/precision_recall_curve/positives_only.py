"""Thresholds at the scores of positives only.
Fails: thresholds
"""


def precision_recall_curve(scores, labels):
    thresholds = scores[labels == 1].unique() if labels.any() else scores.unique()
    read = scores[None] >= thresholds[:, None]
    hits = (read & (labels == 1)).sum(1).to(scores.dtype)
    precision = hits / read.sum(1)
    recall = hits / labels.sum() if labels.any() else torch.ones_like(hits)
    one = precision.new_ones(1)
    return torch.cat([precision, one]), torch.cat([recall, 0 * one]), thresholds
