"""Counts the multiplication and the addition apart.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return 2 * H * W * out_channels * in_channels * kernel_size**2
