"""Always maximises F1.
Fails: values not above 0
"""


def best_threshold(scores, labels, metric):
    values = {}
    for t in scores.unique().tolist():
        read = (scores >= t).long()
        values[t] = float(2 * (read * labels).sum() / (read + labels).sum())
    best = max(values, key=values.get)
    return best, values[best]
