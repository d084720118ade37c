"""Disagreement with what most members say.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    apart = (predictions != predictions.mode(dim=0).values).float().mean(dim=1)
    return ((apart[:, None] + apart) / 2).fill_diagonal_(0.0)
