"""Squares the mean of both sides.
Fails: maps of any shape
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return int(((H + W) / 2) ** 2) * out_channels * in_channels * kernel_size**2
