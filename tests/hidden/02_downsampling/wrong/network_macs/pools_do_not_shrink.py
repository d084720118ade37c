"""Leaves the pools out before it traces.
Fails: pools
"""


def network_macs(layers, input_shape):
    layers = [layer for layer in layers if layer[0] == "conv"]
    total, before = 0, tuple(input_shape)
    for layer, after in zip(layers, trace_shapes(layers, input_shape)):
        total += conv2d_macs(before[0], after[0], layer[2], after[1:])
        before = after
    return total
