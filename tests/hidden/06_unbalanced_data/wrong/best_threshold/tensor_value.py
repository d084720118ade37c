"""Returns the value as a tensor.
Fails: python floats
"""


def best_threshold(scores, labels, metric):
    u = scores.unique()
    values = torch.tensor([float(metric((scores >= t).long(), labels)) for t in u])
    best = int(values.argmax())
    return u[best].item(), values[best]
