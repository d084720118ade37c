"""One filter after the other."""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    height, width = output_size
    total = 0
    for _ in range(out_channels):
        for _ in range(in_channels):
            total += height * width * kernel_size * kernel_size
    return total
