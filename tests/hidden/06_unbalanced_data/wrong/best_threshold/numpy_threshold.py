"""Returns a NumPy number.
Fails: python floats
"""


def best_threshold(scores, labels, metric):
    values = {t: float(metric((scores >= t).long(), labels)) for t in scores.unique().tolist()}
    best = max(values, key=values.get)
    return torch.tensor(best).numpy()[()], values[best]
