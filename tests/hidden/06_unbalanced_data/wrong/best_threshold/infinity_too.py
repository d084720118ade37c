"""Tries a threshold above all scores.
Fails: scores are the only thresholds
"""


def best_threshold(scores, labels, metric):
    tried = [*scores.unique().tolist(), math.inf]
    values = {t: float(metric((scores >= t).long(), labels)) for t in tried}
    best = max(values, key=values.get)
    return best, values[best]
