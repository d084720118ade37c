"""Differences that are not zero, counted."""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    gaps = predictions.unsqueeze(0) - predictions.unsqueeze(1)
    return gaps.count_nonzero(dim=-1).true_divide(predictions.size(1))
