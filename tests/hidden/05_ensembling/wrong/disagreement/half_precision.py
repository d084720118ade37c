"""Half precision loses digits.
Fails: shares
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    return (predictions[:, None] != predictions[None]).to(torch.bfloat16).mean(dim=2).float()
