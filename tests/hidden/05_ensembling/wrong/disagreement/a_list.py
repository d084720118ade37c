"""Nested lists.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> list[list[float]]:
    return (predictions[:, None] != predictions[None]).float().mean(dim=2).tolist()
