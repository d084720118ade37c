"""A hundred thresholds from 0 to 1.
Fails: thresholds
"""


def precision_recall_curve(scores, labels):
    thresholds = torch.linspace(0, 1, 101, dtype=scores.dtype, device=scores.device)
    read = scores[None] >= thresholds[:, None]
    hits = (read & (labels == 1)).sum(1).to(scores.dtype)
    precision = torch.where(read.any(1), hits / read.sum(1).clamp(min=1), 1.0)
    recall = hits / labels.sum() if labels.any() else torch.ones_like(hits)
    one = precision.new_ones(1)
    return torch.cat([precision, one]), torch.cat([recall, 0 * one]), thresholds
