"""Leaves the last point out.
Fails: end of the curve
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
    return precision, recall, thresholds
