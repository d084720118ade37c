"""Returns a float.
Fails: python int
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    return H * W * out_channels * in_channels * kernel_size**2.0
