"""Counts places on the input, which is larger than the output.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return (H + kernel_size - 1) * (W + kernel_size - 1) * out_channels * in_channels * kernel_size**2
