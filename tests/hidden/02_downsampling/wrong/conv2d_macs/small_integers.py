"""Multiplies in 32 bits.
Fails: large layers
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    sizes = torch.tensor(
        [*output_size, out_channels, in_channels, kernel_size, kernel_size], dtype=torch.int32
    )
    return int(sizes.cumprod(0, dtype=torch.int32)[-1])
