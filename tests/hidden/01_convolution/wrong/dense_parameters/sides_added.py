"""Adds where it should multiply.
Fails: weights
"""


def dense_parameters(in_shape, out_shape, *, bias=True):
    return math.prod(in_shape) + math.prod(out_shape) + bias * math.prod(out_shape)
