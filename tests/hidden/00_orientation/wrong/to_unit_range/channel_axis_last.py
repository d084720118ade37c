"""Puts the channel axis at the end.
Fails: images without a channel axis
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    if images.dim() == 3:
        images = images.unsqueeze(-1)
    return images / 255
