"""Hands predictions over that live on the CPU.
Fails: device parity
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores.cpu() >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
