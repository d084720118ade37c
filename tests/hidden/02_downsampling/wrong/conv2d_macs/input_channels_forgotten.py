"""Forgets the input channels.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return H * W * out_channels * kernel_size**2
