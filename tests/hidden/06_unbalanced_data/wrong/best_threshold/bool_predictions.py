"""Hands bools over.
Fails: what the metric gets
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric(scores >= t, labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
