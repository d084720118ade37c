"""Views what may be a slice.
Fails: input is left alone
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members, images = predictions.shape
    flat = predictions.view(-1)
    rows = flat.view(members, 1, images)
    return (rows != flat.view(1, members, images)).float().mean(dim=2)
