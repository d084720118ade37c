"""Counts the notebook's own layer, or a pair of sizes."""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    return sum(
        math.prod(p.shape) for p in Conv2d(in_channels, out_channels, kernel_size, bias=bias).parameters()
    )
