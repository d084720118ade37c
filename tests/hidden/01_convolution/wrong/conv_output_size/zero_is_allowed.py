"""Forgets that a stride of 0 goes nowhere.
Fails: options out of range raise
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    if stride < 0 or dilation < 0 or padding < 0:
        raise ValueError("out of range")
    reach = dilation * (kernel_size - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError("the kernel does not fit")
    return 1 + (size + 2 * padding - reach) // stride
