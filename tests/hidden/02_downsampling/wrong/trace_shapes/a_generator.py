"""Yields the shapes, and returns no list.
Fails: convolution
"""


def trace_shapes(layers, input_shape):
    C, H, W = input_shape
    for kind, *sizes in layers:
        if kind not in ("conv", "pool"):
            raise ValueError(f"unknown layer {kind!r}")
        *filters, k, s, p = sizes
        C = filters[0] if filters else C
        H, W = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        yield C, H, W
