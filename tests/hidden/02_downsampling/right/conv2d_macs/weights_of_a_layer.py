"""The weights of torch's layer, each used at every place."""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, bias=False, device="meta")
    return layer.weight.numel() * output_size[0] * output_size[1]
