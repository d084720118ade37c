"""Returns the input itself when there is nothing to add.
Fails: no alias
"""


def pad2d(images, padding, *, value=0.0):
    top, bottom, left, right = (padding,) * 4 if isinstance(padding, int) else padding
    N, C, H, W = images.shape
    if top == bottom == left == right == 0:
        return images
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
