"""One minus the share of agreement."""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    agree = torch.stack([(predictions == member).sum(dim=1) for member in predictions])
    return 1 - agree / predictions.shape[1]
