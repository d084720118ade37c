"""Returns a tensor.
Fails: python int
"""


def conv_parameters(in_channels, out_channels, kernel_size, *, bias=True):
    return torch.tensor([out_channels, in_channels, kernel_size, kernel_size]).prod() + bias * out_channels
