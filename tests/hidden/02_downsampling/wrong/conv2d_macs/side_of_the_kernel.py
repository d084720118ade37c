"""Counts one side of the kernel.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return H * W * out_channels * in_channels * kernel_size
