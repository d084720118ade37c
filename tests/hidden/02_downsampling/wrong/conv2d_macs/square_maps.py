"""Takes every map for square.
Fails: maps of any shape
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    return output_size[0] ** 2 * out_channels * in_channels * kernel_size**2
