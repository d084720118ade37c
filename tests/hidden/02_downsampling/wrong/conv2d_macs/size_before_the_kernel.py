"""Takes output_size for the size of the input.
Fails: square maps
"""


def conv2d_macs(in_channels, out_channels, kernel_size, output_size):
    H, W = output_size
    H, W = H - kernel_size + 1, W - kernel_size + 1
    return max(H, 1) * max(W, 1) * out_channels * in_channels * kernel_size**2
