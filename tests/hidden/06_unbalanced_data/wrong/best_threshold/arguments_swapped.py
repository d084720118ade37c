"""Hands the labels over first.
Fails: what the metric gets
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric(labels, (scores >= t).long())) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
