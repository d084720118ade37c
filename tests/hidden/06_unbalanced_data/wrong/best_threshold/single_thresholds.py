"""Compares with thresholds of float32.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.float().unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
