"""Hands everything over in the order of the scores: the labels are not what they were.
Fails: what the metric gets
"""


def best_threshold(scores, labels, metric):
    order = scores.argsort(descending=True)
    values = {t: float(metric((scores[order] >= t).long(), labels[order])) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
