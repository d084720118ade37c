"""Walks along the axis and counts."""


def conv_output_size(size, kernel_size, stride=1, padding=0, dilation=1):
    for name, value, least in ("stride", stride, 1), ("padding", padding, 0), ("dilation", dilation, 1):
        if value < least:
            raise ValueError(f"{name} must be at least {least}, got {value}")
    first, count = 0, 0
    while first + dilation * (kernel_size - 1) < size + 2 * padding:
        count += 1
        first += stride
    if not count:
        raise ValueError("kernel larger than the padded input")
    return count
