"""Takes an int for the sum over both sides.
Fails: the same on all sides
"""


def pad2d(images, padding, *, value=0.0):
    half = padding // 2 if isinstance(padding, int) else 0
    top, bottom, left, right = (half, half, half, half) if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
