"""Every sample is a point of its own.
Fails: ties
"""


def precision_recall_curve(scores, labels):
    order = scores.argsort()
    thresholds, truth = scores[order], labels[order].to(scores.dtype)
    hits = truth.flip(0).cumsum(0).flip(0)
    precision = hits / torch.arange(len(scores), 0, -1, device=scores.device)
    recall = hits / hits[0] if hits[0] > 0 else torch.ones_like(hits)
    one = precision.new_ones(1)
    return torch.cat([precision, one]), torch.cat([recall, 0 * one]), thresholds
