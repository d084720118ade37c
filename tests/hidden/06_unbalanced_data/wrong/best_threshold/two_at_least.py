"""Compares neighbours, and has none for one score.
Fails: one distinct score
"""


def best_threshold(scores, labels, metric):
    u = scores.unique().tolist()
    best = None
    for one, other in zip(u[:-1], u[1:], strict=True):
        for t in (one, other):
            found = float(metric((scores >= t).long(), labels))
            if best is None or found > best[1]:
                best = (t, found)
    return best
