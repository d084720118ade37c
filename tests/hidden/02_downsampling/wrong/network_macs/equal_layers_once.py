"""Keeps the costs in a dictionary by layer, so that equal layers (as in ResNet's stages) count once.
Fails: several convolutions
"""


def network_macs(layers: list[tuple], input_shape: tuple[int, int, int]) -> int:
    shapes = [input_shape, *trace_shapes(layers, input_shape)]
    costs = {}
    for i, layer in enumerate(layers):
        if layer[0] == "conv":
            costs[layer] = conv2d_macs(shapes[i][0], layer[1], layer[2], shapes[i + 1][1:])
    return sum(costs.values())
