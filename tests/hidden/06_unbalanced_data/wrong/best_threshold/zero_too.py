"""Tries 0 as well."""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in sorted({0.0, *scores.tolist()})}
    best = max(values, key=values.get)
    return best, values[best]
