"""In percent.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return 100 * (predictions[:, None] != predictions[None]).float().mean(dim=2)
