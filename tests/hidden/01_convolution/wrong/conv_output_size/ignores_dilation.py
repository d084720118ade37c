"""Ignores the dilation.
Fails: dilation
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    if kernel_size > size + 2 * padding:
        raise ValueError("kernel larger than the padded input")
    return 1 + (size + 2 * padding - kernel_size) // stride
