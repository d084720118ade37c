"""Returns one number for each layer.
Fails: one convolution
"""


def network_macs(layers, input_shape):
    total, before = [], tuple(input_shape)
    for layer, after in zip(layers, trace_shapes(layers, input_shape)):
        if layer[0] == "conv":
            total.append(conv2d_macs(before[0], after[0], layer[2], after[1:]))
        before = after
    return total
