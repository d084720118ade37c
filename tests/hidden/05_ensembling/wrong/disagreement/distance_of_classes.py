"""How far apart the classes are.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] - predictions[None]).abs().float().mean(dim=2)
