"""A named tuple for shapes, and a dictionary of functions."""

from typing import NamedTuple


class Shape(NamedTuple):
    channels: int
    height: int
    width: int


def slid(size, k, s, p):
    return 1 + (size + 2 * p - k) // s


def convolved(shape, filters, k, s, p):
    return Shape(filters, slid(shape.height, k, s, p), slid(shape.width, k, s, p))


def pooled(shape, k, s, p):
    return convolved(shape, shape.channels, k, s, p)


def trace_shapes(layers, input_shape):
    kinds, shape, result = {"conv": convolved, "pool": pooled}, Shape(*input_shape), []
    for layer in layers:
        if layer[0] not in kinds:
            raise ValueError(f"unknown layer {layer[0]}")
        shape = kinds[layer[0]](shape, *layer[1:])
        result.append(shape)
    return result
