"""Counts a pool as a convolution from each channel to itself.
Fails: pools
"""


def network_macs(layers, input_shape):
    total, before = 0, tuple(input_shape)
    for layer, after in zip(layers, trace_shapes(layers, input_shape)):
        kernel_size = layer[-3]
        total += conv2d_macs(before[0] if layer[0] == "conv" else 1, after[0], kernel_size, after[1:])
        before = after
    return total
