"""Counts every layer at the size of the last one.
Fails: several convolutions
"""


def network_macs(layers, input_shape):
    shapes = trace_shapes(layers, input_shape)
    channels, total = input_shape[0], 0
    for layer, shape in zip(layers, shapes):
        if layer[0] == "conv":
            total += conv2d_macs(channels, layer[1], layer[2], shapes[-1][1:])
        channels = shape[0]
    return total
