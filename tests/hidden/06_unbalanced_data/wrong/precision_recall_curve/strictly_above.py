"""Positive are scores above the threshold.
Fails: precision
"""


def precision_recall_curve(scores, labels):
    thresholds = scores.unique()
    read = scores[None] > thresholds[:, None]
    hits = (read & (labels == 1)).sum(1).to(scores.dtype)
    precision = torch.where(read.any(1), hits / read.sum(1).clamp(min=1), 1.0)
    recall = hits / labels.sum() if labels.any() else torch.ones_like(hits)
    one = precision.new_ones(1)
    return torch.cat([precision, one]), torch.cat([recall, 0 * one]), thresholds
