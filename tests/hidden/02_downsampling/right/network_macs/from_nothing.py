"""Without the notebook's other functions."""


def network_macs(layers, input_shape):
    C, H, W = input_shape
    macs = 0
    for kind, *sizes in layers:
        k, s, p = sizes[-3:]
        if kind not in ("conv", "pool"):
            raise ValueError(kind)
        H, W = ((n + 2 * p - k) // s + 1 for n in (H, W))
        if kind == "conv":
            macs += sizes[0] * H * W * (C * k * k)
            C = sizes[0]
    return macs
