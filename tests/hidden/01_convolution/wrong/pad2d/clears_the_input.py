"""Clears the images after it has moved them.
Fails: input is left alone
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    images.zero_()
    return padded
