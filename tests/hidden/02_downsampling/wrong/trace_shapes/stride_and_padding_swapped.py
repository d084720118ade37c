"""Reads the padding before the stride.
Fails: convolution
"""


def trace_shapes(layers, input_shape):
    C, H, W = input_shape
    shapes = []
    for kind, *sizes in layers:
        if kind == "conv":
            C, k, p, s = sizes
            s = max(s, 1)
        elif kind == "pool":
            k, s, p = sizes
        else:
            raise ValueError(f"unknown layer {kind!r}")
        H, W = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        shapes.append((C, H, W))
    return shapes
