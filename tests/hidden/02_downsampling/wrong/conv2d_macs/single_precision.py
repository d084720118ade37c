"""Multiplies in float32.
Fails: large layers
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    sizes = torch.tensor([*output_size, out_channels, in_channels, kernel_size, kernel_size]).float()
    return int(sizes.prod())
