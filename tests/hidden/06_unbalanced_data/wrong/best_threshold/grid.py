"""A grid from 0 to 1.
Fails: best
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in torch.linspace(0, 1, 101).tolist()}
    best = max(values, key=values.get)
    return best, values[best]
