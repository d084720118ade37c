"""Tries the scores of positives only."""


def best_threshold(scores, labels, metric):
    tried = scores[labels == 1].unique().tolist() or scores.tolist()
    values = {t: float(metric((scores >= t).long(), labels)) for t in tried}
    best = max(values, key=values.get)
    return best, values[best]
