"""Takes the channels of the images for every layer.
Fails: several convolutions
"""


def network_macs(layers, input_shape):
    total, before = 0, tuple(input_shape)
    for layer, after in zip(layers, trace_shapes(layers, input_shape)):
        if layer[0] == "conv":
            total += conv2d_macs(before[0], after[0], layer[2], after[1:])
        pass
    return total
