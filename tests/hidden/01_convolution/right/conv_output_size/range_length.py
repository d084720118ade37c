"""Counts a range of first pixels."""


class TooLarge(ValueError):
    pass


def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1):
    if min(stride, dilation, padding + 1) < 1:
        raise ValueError("stride and dilation start at 1, padding at 0")
    places = range(-padding, size + padding - dilation * (kernel_size - 1), stride)
    if len(places) == 0:
        raise TooLarge("no place for the kernel")
    print(list(places))
    return len(places)
