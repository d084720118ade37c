"""Rounds the threshold to three digits.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return round(best, 3), values[best]
