"""Refuses kernels that fit only thanks to the padding.
Fails: a kernel that does not fit raises
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    if reach > size:
        raise ValueError("kernel larger than the input")
    return 1 + (size + 2 * padding - reach) // stride
