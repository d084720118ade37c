"""Checks the truncated count, which is 1 when a large stride hides the lack.
Fails: a kernel that does not fit raises
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    count = int((size + 2 * padding - reach) / stride) + 1
    if count <= 0:
        raise ValueError("kernel larger than the padded input")
    return count
