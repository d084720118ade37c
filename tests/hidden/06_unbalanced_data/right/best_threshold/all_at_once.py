"""All predictions in one table."""


def best_threshold(scores, labels, metric):
    thresholds = scores.sort().values.unique_consecutive()
    table = (scores[None] >= thresholds[:, None]).long()
    values = [float(metric(row, labels)) for row in table]
    place = values.index(max(values))
    return float(thresholds[place]), values[place]
