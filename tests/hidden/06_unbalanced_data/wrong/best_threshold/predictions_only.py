"""Calls the metric with the predictions alone.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long())) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
