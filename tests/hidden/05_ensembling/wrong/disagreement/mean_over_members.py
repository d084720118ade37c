"""The mean runs over a members' axis.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).float().mean(dim=1)
