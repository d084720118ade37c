"""Goes through NumPy.
Fails: device parity
"""


def best_threshold(scores, labels, metric):
    import numpy as np

    values = {float(t): float(metric((scores >= float(t)).long(), labels)) for t in np.unique(scores.numpy())}
    best = max(values, key=values.get)
    return best, values[best]
