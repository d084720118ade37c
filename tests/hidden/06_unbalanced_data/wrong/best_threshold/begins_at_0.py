"""The best value so far is 0 at the start.
Fails: values not above 0
"""


def best_threshold(scores, labels, metric):
    best, value = 0.0, 0.0
    for t in scores.unique().tolist():
        found = float(metric((scores >= t).long(), labels))
        if found > value:
            best, value = t, found
    return best, value
