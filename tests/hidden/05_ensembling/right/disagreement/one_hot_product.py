"""A matrix product of indicators."""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    classes = int(predictions.max()) + 1
    marks = F.one_hot(predictions, classes).float().flatten(1)
    return 1 - marks @ marks.T / predictions.shape[1]
