"""Builds a layer and counts."""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    print(layer)
    return sum(p.numel() for p in layer.parameters())
