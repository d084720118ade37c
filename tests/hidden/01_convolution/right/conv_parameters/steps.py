"""Step by step, with a pair allowed."""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    height, width = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
    total = 0
    for _ in range(out_channels):
        total += in_channels * height * width
        if bias:
            total += 1
    return total
