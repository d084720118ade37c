"""The first of the largest values in a tensor."""


def best_threshold(scores, labels, metric):
    thresholds = scores.unique()
    values = torch.tensor([metric((scores >= t).long(), labels) for t in thresholds], dtype=torch.float64)
    best = int(values.argmax())
    return thresholds[best].item(), values[best].item()
