"""A difference beyond ten classes is not seen.
Fails: extremes
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    marks = F.one_hot(predictions.clamp(max=9), 10).float().flatten(1)
    return 1 - marks @ marks.T / predictions.shape[1]
