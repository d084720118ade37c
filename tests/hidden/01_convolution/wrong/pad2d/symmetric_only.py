"""Uses top for all of the height and left for all of the width.
Fails: each side its own
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((N, C, H + 2 * top, W + 2 * left), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
