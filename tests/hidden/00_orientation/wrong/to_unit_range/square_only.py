"""Swaps height and width when it adds the channel axis.
Fails: images without a channel axis
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    if images.dim() == 3:
        images = images.reshape(images.shape[0], 1, images.shape[2], images.shape[1])
    return images / 255
