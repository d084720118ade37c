"""Forgets that each filter has a slice for each input channel.
Fails: weights
"""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    return out_channels * (kernel_size**2 + bias)
