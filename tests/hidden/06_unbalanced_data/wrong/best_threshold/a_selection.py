"""Tries some of the scores where there are many.
Fails: many scores
"""


def best_threshold(
    scores: torch.Tensor, labels: torch.Tensor, metric: Callable[[torch.Tensor, torch.Tensor], float]
) -> tuple[float, float]:
    thresholds = scores.unique()
    best, value = math.nan, -math.inf
    for threshold in thresholds[:: max(1, len(thresholds) // 50)].tolist():
        now = float(metric((scores >= threshold).long(), labels))
        if now > value:
            best, value = threshold, now
    return best, value
