"""Takes (rows, cols), too.
Fails: bad input raises
"""


def pad2d(images, padding, *, value=0.0):
    sides = (padding,) * 4 if isinstance(padding, int) else padding
    if len(sides) == 2:
        sides = (sides[0], sides[0], sides[1], sides[1])
    if images.ndim != 4 or len(sides) != 4 or min(sides) < 0:
        raise ValueError("four axes and four sides, none below 0")
    top, bottom, left, right = sides
    N, C, H, W = images.shape
    padded = images.new_full((N, C, top + H + bottom, left + W + right), value)
    padded[:, :, top : top + H, left : left + W] = images
    return padded
