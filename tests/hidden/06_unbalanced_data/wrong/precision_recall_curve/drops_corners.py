"""Leaves out thresholds that change nothing in recall.
Fails: thresholds
"""


def precision_recall_curve(scores, labels):
    thresholds, place = scores.unique(return_inverse=True)
    above = lambda places: (
        places.bincount(minlength=len(thresholds)).flip(0).cumsum(0).flip(0).to(scores.dtype)
    )
    hits, read = above(place[labels == 1]), above(place)
    precision = hits / read
    recall = hits / hits[0] if hits[0] > 0 else torch.ones_like(hits)
    one, zero = precision.new_ones(1), precision.new_zeros(1)
    keep = torch.cat([recall[1:] != recall[:-1], recall.new_ones(1, dtype=torch.bool)])
    return torch.cat([precision[keep], one]), torch.cat([recall[keep], zero]), thresholds[keep]
