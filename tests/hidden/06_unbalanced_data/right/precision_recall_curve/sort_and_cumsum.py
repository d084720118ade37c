"""Sorts, counts from the top, and keeps the last of equal scores."""


def precision_recall_curve(scores, labels):
    order = scores.argsort(descending=True)
    ranked, truth = scores[order], labels[order]
    hits = truth.cumsum(0)
    last = torch.ones_like(ranked, dtype=torch.bool)
    last[:-1] = ranked[1:] != ranked[:-1]
    read = torch.arange(1, len(ranked) + 1, device=scores.device)[last]
    hits = hits[last]
    precision = hits / read
    recall = hits / hits[-1] if hits[-1] > 0 else torch.ones_like(precision)
    one, zero = precision.new_ones(1), precision.new_zeros(1)
    return torch.cat([precision.flip(0), one]), torch.cat([recall.flip(0), zero]), ranked[last].flip(0)
