"""math.prod over everything, with a helper."""

import math


def pair(value):
    return value if isinstance(value, tuple) else (value, value)


def conv2d_macs(in_channels: int, out_channels: int, kernel_size: int, output_size: tuple[int, int]) -> int:
    return math.prod((*pair(output_size), *pair(kernel_size), in_channels, out_channels))
