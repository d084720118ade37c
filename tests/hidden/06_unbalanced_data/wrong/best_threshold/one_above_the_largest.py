"""Tries a threshold above all scores.
Fails: scores are the only thresholds
"""


def best_threshold(scores, labels, metric):
    u = scores.unique().tolist()
    values = {t: float(metric((scores >= t).long(), labels)) for t in [*u, u[-1] + 1]}
    best = max(values, key=values.get)
    return best, values[best]
