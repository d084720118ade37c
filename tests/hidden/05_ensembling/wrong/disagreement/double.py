"""float64.
Fails: dtype
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).double().mean(dim=2)
