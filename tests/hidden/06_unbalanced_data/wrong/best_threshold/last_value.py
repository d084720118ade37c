"""Returns the value of the last threshold.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, list(values.values())[-1]
