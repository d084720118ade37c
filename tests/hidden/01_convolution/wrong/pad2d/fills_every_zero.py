"""Replaces every zero by the value, those of the images, too.
Fails: zeros inside stay
"""


def pad2d(images, padding, *, value=0.0):
    sides = (padding,) * 4 if isinstance(padding, int) else padding
    if images.ndim != 4 or len(sides) != 4 or min(sides) < 0:
        raise ValueError("four axes and four sides, none below 0")
    top, bottom, left, right = sides
    N, C, H, W = images.shape
    padded = images.new_zeros(N, C, top + H + bottom, left + W + right)
    padded[:, :, top : top + H, left : left + W] = images
    padded[padded == 0] = value
    return padded
