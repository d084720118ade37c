"""One bias for each pair of channels.
Fails: weights and bias
"""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    return out_channels * in_channels * (kernel_size**2 + bias)
