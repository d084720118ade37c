"""Takes strides above 4 for 4.
Fails: stride and padding
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    if stride < 1 or dilation < 1 or padding < 0:
        raise ValueError("out of range")
    stride = min(stride, 4)
    reach = dilation * (kernel_size - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError("the kernel does not fit")
    return 1 + (size + 2 * padding - reach) // stride
