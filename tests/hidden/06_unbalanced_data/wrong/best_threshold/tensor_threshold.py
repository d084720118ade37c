"""Returns the threshold as a tensor.
Fails: python floats
"""


def best_threshold(scores, labels, metric):
    u = scores.unique()
    values = [float(metric((scores >= t).long(), labels)) for t in u]
    best = values.index(max(values))
    return u[best], values[best]
