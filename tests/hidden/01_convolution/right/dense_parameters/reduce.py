"""functools.reduce in a helper."""

from functools import reduce
from operator import mul


def size(shape) -> int:
    return reduce(mul, shape, 1)


def dense_parameters(in_shape, out_shape, *, bias=True):
    return size([*in_shape, *out_shape]) + bool(bias) * size(out_shape)
