"""Takes images of any dtype.
Fails: other dtypes raise
"""


def to_unit_range(images):
    if images.dim() == 3:
        images = images[:, None]
    return images.float() / 255
