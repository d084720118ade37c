"""Returns a float.
Fails: python int
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError("kernel larger than the padded input")
    return (size + 2 * padding - reach) / stride // 1 + 1
