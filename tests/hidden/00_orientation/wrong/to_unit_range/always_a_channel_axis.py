"""Adds a channel axis even when there is one.
Fails: images with a channel axis
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    return images.unsqueeze(1) / 255
