"""Stretches each image from its own minimum to its own maximum.
Fails: black and white are exact
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    if images.dim() == 3:
        images = images[:, None]
    values = images.float()
    low, high = values.amin((1, 2, 3), keepdim=True), values.amax((1, 2, 3), keepdim=True)
    return (values - low) / (high - low).clamp(min=1)
