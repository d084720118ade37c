"""Returns a NumPy integer.
Fails: python int
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    import numpy

    return numpy.prod([*output_size, out_channels, in_channels, kernel_size**2])
