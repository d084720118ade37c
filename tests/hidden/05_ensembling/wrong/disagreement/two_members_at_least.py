"""Refuses a team of one.
Fails: one member or image
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    if len(predictions) < 2:
        raise ValueError("one member is no team")
    return (predictions[:, None] != predictions[None]).float().mean(dim=2)
