"""as_strided with the padded tensor's own strides, then tensordot, with prints and a warning."""

import warnings
from torch import Tensor


class ChannelMismatch(ValueError):
    pass


def conv2d(images: Tensor, weight: Tensor, bias: Tensor | None = None, *, stride=1, padding=0) -> Tensor:
    warnings.warn("as_strided is sharp")
    N, C, _, _ = images.shape
    f, c, h, w = weight.shape
    if c != C:
        raise ChannelMismatch(f"{c} against {C}")
    if bias is not None and bias.numel() != f:
        raise ValueError(f"{f} filters need {f} biases")
    s = stride if isinstance(stride, tuple) else (stride, stride)
    p = padding if isinstance(padding, tuple) else (padding, padding)
    x = pad2d(images, (p[0], p[0], p[1], p[1])).contiguous()
    rows, cols = 1 + (x.shape[2] - h) // s[0], 1 + (x.shape[3] - w) // s[1]
    if min(rows, cols) < 1:
        raise ValueError("the kernel does not fit")
    print("output", rows, cols)
    n_, c_, y_, x_ = x.stride()
    windows = x.as_strided((N, C, rows, cols, h, w), (n_, c_, y_ * s[0], x_ * s[1], y_, x_))
    out = torch.tensordot(windows, weight, dims=([1, 4, 5], [1, 2, 3])).permute(0, 3, 1, 2)
    return out if bias is None else out + bias[None, :, None, None]
