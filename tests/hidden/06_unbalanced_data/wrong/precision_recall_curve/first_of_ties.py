"""Counts up to the first of equal scores.
Fails: ties
"""


def precision_recall_curve(scores, labels):
    order = scores.argsort(descending=True, stable=True)
    ranked, truth = scores[order], labels[order].to(scores.dtype)
    hits = truth.cumsum(0)
    first = torch.ones_like(ranked, dtype=torch.bool)
    first[1:] = ranked[1:] != ranked[:-1]
    read = torch.arange(1, len(ranked) + 1, device=scores.device)[first]
    precision = hits[first] / read
    recall = hits[first] / hits[-1] if hits[-1] > 0 else torch.ones_like(precision)
    one = precision.new_ones(1)
    return torch.cat([precision.flip(0), one]), torch.cat([recall.flip(0), 0 * one]), ranked[first].flip(0)
