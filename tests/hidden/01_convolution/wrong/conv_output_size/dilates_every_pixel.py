"""Takes dilation times kernel size for the dilated kernel's reach.
Fails: dilation
"""


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    reach = dilation * kernel_size
    if reach > size + 2 * padding:
        raise ValueError("kernel larger than the padded input")
    return 1 + (size + 2 * padding - reach) // stride
