"""The formula."""


def dense_parameters(in_shape: tuple[int, ...], out_shape: tuple[int, ...], *, bias: bool = True) -> int:
    inputs, outputs = math.prod(in_shape), math.prod(out_shape)
    return (inputs + 1) * outputs if bias else inputs * outputs
