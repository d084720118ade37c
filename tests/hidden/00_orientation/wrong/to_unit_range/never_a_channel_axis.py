"""Forgets the channel axis.
Fails: images without a channel axis
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    return images / 255
