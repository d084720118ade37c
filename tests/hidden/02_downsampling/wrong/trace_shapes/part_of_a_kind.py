"""Takes any piece of a kind for the kind.
Fails: unknown layer raises
"""


def trace_shapes(layers, input_shape):
    C, H, W = input_shape
    shapes = []
    for kind, *sizes in layers:
        if kind in "conv":
            C, k, s, p = sizes
        elif kind in "pool":
            k, s, p = sizes
        else:
            raise ValueError(f"unknown layer {kind!r}")
        H, W = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        shapes.append((C, H, W))
    return shapes
