"""Sorts the scores it was given, and the labels with them.
Fails: input is left alone
"""


def best_threshold(scores, labels, metric):
    order = scores.argsort()
    scores.copy_(scores[order])
    labels.copy_(labels[order])
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
