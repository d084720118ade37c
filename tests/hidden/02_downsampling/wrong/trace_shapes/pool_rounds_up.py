"""Rounds up in pools only.
Fails: floor division
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
        H, W = [(n + 2 * p - k + (s - 1) * (kind == "pool")) // s + 1 for n in (H, W)]
        shapes.append((C, H, W))
    return shapes
