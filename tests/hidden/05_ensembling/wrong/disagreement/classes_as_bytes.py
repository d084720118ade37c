"""Holds classes in eight bits: 0 and 256 become one.
Fails: extremes
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    small = predictions.to(torch.uint8)
    return (small[:, None] != small[None]).float().mean(dim=2)
