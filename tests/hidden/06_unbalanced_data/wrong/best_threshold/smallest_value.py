"""The smallest value instead of the largest.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = min(values, key=values.get)
    return best, values[best]
