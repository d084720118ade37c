"""Pairs of images in place of pairs of members.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    columns = predictions.T
    return (columns[:, None] != columns[None]).float().mean(dim=2)
