"""Reads the memory as if the images were contiguous.
Fails: input is left alone
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError(f"expected uint8, got {images.dtype}")
    n, *c, h, w = images.shape
    c = c[0] if c else 1
    return torch.as_strided(images, (n, c, h, w), (c * h * w, h * w, w, 1)) / 255
