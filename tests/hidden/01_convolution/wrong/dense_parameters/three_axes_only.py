"""Takes (C, H, W) for granted.
Fails: other numbers of axes
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    c, h, w = in_shape
    C, H, W = out_shape
    return (c * h * w + bias) * C * H * W
