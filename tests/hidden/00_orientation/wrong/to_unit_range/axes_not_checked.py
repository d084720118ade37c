"""Takes every number of axes but three for a proper one.
Fails: other numbers of axes raise
"""


def to_unit_range(images):
    if images.dtype != torch.uint8:
        raise TypeError("uint8, please")
    if images.dim() == 3:
        images = images[:, None]
    return images.float() / 255
