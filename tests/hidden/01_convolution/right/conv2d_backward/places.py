"""A loop over images, filters and places."""

from typing import NamedTuple


class Gradients(NamedTuple):
    grad_images: torch.Tensor
    grad_weight: torch.Tensor
    grad_bias: torch.Tensor


def both(value):
    return value if isinstance(value, tuple) else (value, value)


def conv2d_backward(grad_output, images, weight, *, stride=1, padding=0) -> Gradients:
    (sy, sx), (py, px) = both(stride), both(padding)
    due = [
        1 + (n + 2 * p - k) // s for n, k, s, p in zip(images.shape[2:], weight.shape[2:], (sy, sx), (py, px))
    ]
    if tuple(grad_output.shape) != (len(images), len(weight), *due):
        raise ValueError(f"grad_output has the shape {tuple(grad_output.shape)}")
    h, w = weight.shape[2:]
    padded = pad2d(images, (py, py, px, px))
    grad_padded, grad_weight = padded * 0, weight * 0
    grad_bias = grad_output.new_zeros(weight.shape[0])
    for n in range(grad_output.shape[0]):
        for f in range(grad_output.shape[1]):
            for y in range(grad_output.shape[2]):
                for x in range(grad_output.shape[3]):
                    g = grad_output[n, f, y, x]
                    window = (n, slice(None), slice(y * sy, y * sy + h), slice(x * sx, x * sx + w))
                    grad_weight[f] += g * padded[window]
                    grad_padded[window] += g * weight[f]
                    grad_bias[f] += g
    bottom, right = padded.shape[2] - py, padded.shape[3] - px
    return Gradients(grad_padded[:, :, py:bottom, px:right].clone(), grad_weight, grad_bias)
