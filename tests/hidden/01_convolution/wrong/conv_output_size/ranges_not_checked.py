"""Takes every stride, padding and dilation.
Fails: options out of range raise
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * (kernel_size - 1) + 1
    if reach > size + 2 * padding:
        raise ValueError("the kernel does not fit")
    return 1 + (size + 2 * padding - reach) // stride
