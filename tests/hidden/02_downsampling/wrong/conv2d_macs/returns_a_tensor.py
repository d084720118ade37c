"""Returns a tensor.
Fails: python int
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    return torch.tensor([*output_size, out_channels, in_channels, kernel_size, kernel_size]).prod()
