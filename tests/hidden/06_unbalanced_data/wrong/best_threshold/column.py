"""Hands predictions of shape (N, 1) over.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long()[:, None], labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
