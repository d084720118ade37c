"""Takes every layer to be padded to fit.
Fails: convolution
"""


def trace_shapes(layers, input_shape):
    C, H, W = input_shape
    shapes = []
    for kind, *sizes in layers:
        if kind == "conv":
            C, k, s, p = sizes
        elif kind == "pool":
            k, s, p = sizes
        else:
            raise ValueError(f"unknown layer {kind!r}")
        H, W = -(-H // s), -(-W // s)
        shapes.append((C, H, W))
    return shapes
