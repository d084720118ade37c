"""Takes the layers out of the caller's list.
Fails: nothing to multiply
"""


def network_macs(layers, input_shape):
    shapes, before, total = trace_shapes(layers, input_shape), tuple(input_shape), 0
    for after in shapes:
        layer = layers.pop(0)
        if layer[0] == "conv":
            total += conv2d_macs(before[0], after[0], layer[2], after[1:])
        before = after
    return total
