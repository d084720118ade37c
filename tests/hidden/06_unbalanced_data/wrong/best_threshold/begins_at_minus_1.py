"""The best value so far is −1 at the start.
Fails: values not above 0
"""


def best_threshold(scores, labels, metric):
    best, value = 0.0, -1.0
    for t in scores.unique().tolist():
        found = float(metric((scores >= t).long(), labels))
        if found > value:
            best, value = t, found
    return best, value
