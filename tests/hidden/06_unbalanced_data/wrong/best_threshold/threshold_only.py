"""Returns the threshold alone.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    return max(values, key=values.get)
