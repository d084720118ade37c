"""Adds up image after image."""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    members, images = predictions.shape
    total = predictions.new_zeros(members, members)
    for column in predictions.unbind(dim=1):
        total += column[:, None] != column
    return total / images
