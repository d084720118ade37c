"""Takes the tuple for (top, right, bottom, left), as style sheets do.
Fails: each side its own
"""


def pad2d(images, padding, *, value=0.0):
    top, right, bottom, left = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
