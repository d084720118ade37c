"""Gives 0 instead of an error.
Fails: a kernel that does not fit raises
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    return max(0, 1 + (size + 2 * padding - reach) // stride)
