"""Pads the first image only.
Fails: the same on all sides
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((1, C, top + H + bottom, left + W + right), value)
    padded[0, :, top : top + H, left : left + W] = images[0]
    return padded
