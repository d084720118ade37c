"""Thresholds between the scores.
Fails: best
"""


def best_threshold(scores, labels, metric):
    u = scores.unique()
    middle = torch.cat([u[:1], (u[1:] + u[:-1]) / 2]).tolist()
    values = {t: float(metric((scores >= t).long(), labels)) for t in middle}
    best = max(values, key=values.get)
    return best, values[best]
