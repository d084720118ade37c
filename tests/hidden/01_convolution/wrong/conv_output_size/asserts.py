"""Raises AssertionError.
Fails: a kernel that does not fit raises
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    assert reach <= size + 2 * padding, "kernel larger than the padded input"
    return 1 + (size + 2 * padding - reach) // stride
