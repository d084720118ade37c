"""Keeps the first in the order of the data.
Fails: smallest of several
"""


def best_threshold(scores, labels, metric):
    best, value = None, -math.inf
    for t in scores.tolist():
        found = float(metric((scores >= t).long(), labels))
        if found > value:
            best, value = t, found
    return best, value
