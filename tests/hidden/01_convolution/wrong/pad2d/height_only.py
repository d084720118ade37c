"""An int pads the height only.
Fails: the same on all sides
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding, padding, 0, 0) if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
