"""Lets slices make sense of negative padding.
Fails: bad input raises
"""


def pad2d(images, padding, *, value=0.0):
    sides = (padding,) * 4 if isinstance(padding, int) else padding
    if images.ndim != 4 or len(sides) != 4:
        raise ValueError("four axes and four sides, none below 0")
    top, bottom, left, right = sides
    N, C, H, W = images.shape
    images = images[:, :, max(-top, 0) : H - max(-bottom, 0), max(-left, 0) : W - max(-right, 0)]
    top, bottom, left, right = (max(side, 0) for side in (top, bottom, left, right))
    H, W = images.shape[2:]
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
