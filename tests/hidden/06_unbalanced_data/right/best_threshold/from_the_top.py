"""From large to small, where ties replace the best."""


def best_threshold(scores, labels, metric):
    ranked = scores.unique().flip(0)
    best, value = ranked[0], None
    for t in ranked:
        found = float(metric((t <= scores).long(), labels))
        if value is None or found >= value:
            best, value = t, found
    return float(best), value
