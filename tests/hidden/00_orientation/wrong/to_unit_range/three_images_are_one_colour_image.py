"""Takes three grey images for one colour image.
Fails: images without a channel axis
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    if images.dim() == 3:
        images = images[None] if images.shape[0] == 3 else images[:, None]
    return images / 255
