"""Pattern matching, and a helper that is a generator."""


def walk(layers, C, H, W):
    for layer in layers:
        match layer:
            case ("conv", C, k, s, p):
                pass
            case ("pool", k, s, p):
                pass
            case _:
                raise ValueError(f"unknown: {layer}")
        H, W = [len(range(0, side + 2 * p - k + 1, s)) for side in (H, W)]
        yield C, H, W


def trace_shapes(layers: list[tuple], input_shape: tuple[int, int, int]) -> list[tuple[int, int, int]]:
    return list(walk(layers, *input_shape))
