"""Traces one layer at a time, recursively."""


def network_macs(layers, input_shape):
    if not layers:
        return 0
    first, rest = layers[0], layers[1:]
    [shape] = trace_shapes([first], tuple(input_shape))
    own = conv2d_macs(input_shape[0], shape[0], first[2], (shape[1], shape[2])) if first[0] == "conv" else 0
    return own + network_macs(rest, shape)
