"""Raises ValueError where TypeError is due.
Fails: other dtypes raise
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise ValueError(f"expected uint8, got {images.dtype}")
    if images.dim() == 3:
        images = images[:, None]
    return images / 255
