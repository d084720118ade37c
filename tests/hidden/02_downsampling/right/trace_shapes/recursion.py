"""The first layer, then the rest."""


def trace_shapes(layers, input_shape):
    if len(layers) == 0:
        return []
    (kind, *sizes), *rest = layers
    if kind not in {"conv", "pool"}:
        raise ValueError(f'"conv" or "pool" was expected, got {kind}')
    channels = sizes[0] if kind == "conv" else input_shape[0]
    kernel, stride, padding = sizes[-3:]
    shape = (channels, *(int((n + 2 * padding - kernel) / stride) + 1 for n in input_shape[1:]))
    return [shape, *trace_shapes(rest, shape)]
