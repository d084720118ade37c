"""Counts the weights only.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    return out_channels * in_channels * kernel_size**2
