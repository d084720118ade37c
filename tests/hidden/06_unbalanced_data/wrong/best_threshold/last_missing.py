"""Leaves out the largest score.
Fails: scores are the only thresholds
"""


def best_threshold(scores, labels, metric):
    values = {
        t: float(metric((scores >= t).long(), labels))
        for t in scores.unique().tolist()[:-1] or scores.tolist()
    }
    best = max(values, key=values.get)
    return best, values[best]
