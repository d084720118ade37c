"""Keeps the best so far."""


def best_threshold(scores, labels, metric):
    best, value = None, -math.inf
    for t in sorted(set(scores.tolist())):
        found = metric((scores >= t).to(torch.int64), labels)
        if found > value:
            best, value = t, found
    return best, float(value)
