"""Always pads with zeros.
Fails: value
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    padded = images.new_zeros(N, C, top + H + bottom, left + W + right)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
