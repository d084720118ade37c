"""The largest pair of a value and a negative threshold."""


def best_threshold(scores, labels, metric):
    pairs = ((metric(scores.ge(t).long(), labels), -t.item()) for t in scores.unique())
    value, threshold = max(pairs)
    return -threshold, float(value)
