"""A sum over pairs of neighbouring shapes."""


def network_macs(layers, input_shape):
    shapes = [input_shape] + trace_shapes(layers, input_shape)
    return sum(
        old[0] * layer[1] * layer[2] ** 2 * new[1] * new[2]
        for layer, old, new in zip(layers, shapes[:-1], shapes[1:])
        if layer[0] == "conv"
    )
