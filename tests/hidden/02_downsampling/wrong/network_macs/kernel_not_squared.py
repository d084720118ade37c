"""Counts one side of the kernel.
Fails: one convolution
"""


def network_macs(layers, input_shape):
    total, before = 0, tuple(input_shape)
    for layer, after in zip(layers, trace_shapes(layers, input_shape)):
        if layer[0] == "conv":
            total += before[0] * after[0] * layer[2] * after[1] * after[2]
        before = after
    return total
