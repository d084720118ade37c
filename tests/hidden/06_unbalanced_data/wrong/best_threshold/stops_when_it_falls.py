"""Stops as soon as the metric falls.
Fails: best
"""


def best_threshold(scores, labels, metric):
    best, value = None, -math.inf
    for t in scores.unique().tolist():
        found = float(metric((scores >= t).long(), labels))
        if found < value:
            break
        if found > value:
            best, value = t, found
    return best, value
