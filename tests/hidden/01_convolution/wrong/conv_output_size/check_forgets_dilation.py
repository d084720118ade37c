"""Compares the kernel before its dilation with the input.
Fails: a kernel that does not fit raises
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    if kernel_size > size + 2 * padding:
        raise ValueError("kernel larger than the padded input")
    return 1 + (size + 2 * padding - reach) // stride
