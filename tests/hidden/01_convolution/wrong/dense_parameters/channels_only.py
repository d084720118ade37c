"""Multiplies the channels only, and one image.
Fails: weights
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return in_shape[0] * math.prod(out_shape) + bias * math.prod(out_shape)
