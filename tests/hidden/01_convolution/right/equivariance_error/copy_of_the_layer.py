"""Works on a deep copy, shifts with zeros, leaves out a border of the shift and four pixels."""

import copy


def moved(images, dy, dx):
    H, W = images.shape[-2:]
    result = torch.zeros_like(images)
    result[..., max(dy, 0) : H + min(dy, 0), max(dx, 0) : W + min(dx, 0)] = images[
        ..., max(-dy, 0) : H + min(-dy, 0), max(-dx, 0) : W + min(-dx, 0)
    ]
    return result


def equivariance_error(layer, images, shift):
    dy, dx = shift
    layer = copy.deepcopy(layer).eval().requires_grad_(False)
    if layer(images).ndim != 4:
        raise ValueError("expected maps with four axes")
    first, second = layer(moved(images, dy, dx)), moved(layer(images), dy, dx)
    y, x = abs(dy) + 4, abs(dx) + 4
    return float((first - second)[:, :, y:-y, x:-x].abs().max())
