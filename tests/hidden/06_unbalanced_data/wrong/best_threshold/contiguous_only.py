"""Reads the memory as if it were in order.
Fails: input is left alone
"""


def best_threshold(scores, labels, metric):
    scores = torch.as_strided(scores, scores.shape, (1,))
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return best, values[best]
