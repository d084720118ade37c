"""The formula."""


def conv_parameters(in_channels: int, out_channels: int, kernel_size: int, *, bias: bool = True) -> int:
    return out_channels * (in_channels * kernel_size**2 + bias)
