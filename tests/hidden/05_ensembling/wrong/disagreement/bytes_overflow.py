"""Counts in eight bits.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    differ = predictions[:, None] != predictions[None]
    return differ.sum(dim=2, dtype=torch.uint8) / predictions.shape[1]
