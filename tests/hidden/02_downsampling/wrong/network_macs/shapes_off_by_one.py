"""Pairs each layer with the shape before it.
Fails: strided convolution
"""


def network_macs(layers, input_shape):
    shapes = [tuple(input_shape), *trace_shapes(layers, input_shape)]
    total = 0
    for layer, (C, H, W) in zip(layers, shapes):
        if layer[0] == "conv":
            total += conv2d_macs(C, layer[1], layer[2], (H, W))
    return total
