"""Sorts the scores, and leaves the labels.
Fails: precision
"""


def precision_recall_curve(scores, labels):
    thresholds = scores.sort().values
    hits = labels.flip(0).cumsum(0).flip(0).to(scores.dtype)
    precision = hits / torch.arange(len(scores), 0, -1, device=scores.device)
    recall = hits / hits[0] if hits[0] > 0 else torch.ones_like(hits)
    one = precision.new_ones(1)
    return torch.cat([precision, one]), torch.cat([recall, 0 * one]), thresholds
