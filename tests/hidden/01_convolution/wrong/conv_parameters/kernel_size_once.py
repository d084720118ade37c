"""Counts one side of the kernel.
Fails: weights
"""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    return out_channels * (in_channels * kernel_size + bias)
