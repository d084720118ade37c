"""Predictions from the ranks: equal ranks for equal scores."""


def best_threshold(scores, labels, metric):
    thresholds, rank = scores.unique(return_inverse=True)
    values = [metric((rank >= k).long(), labels) for k in range(len(thresholds))]
    best = max(range(len(values)), key=lambda k: (values[k], -k))
    return thresholds.tolist()[best], float(values[best])
