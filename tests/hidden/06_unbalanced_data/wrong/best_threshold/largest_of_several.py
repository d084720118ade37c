"""Keeps the last of equally good ones.
Fails: smallest of several
"""


def best_threshold(scores, labels, metric):
    best, value = None, -math.inf
    for t in scores.unique().tolist():
        found = float(metric((scores >= t).long(), labels))
        if found >= value:
            best, value = t, found
    return best, value
