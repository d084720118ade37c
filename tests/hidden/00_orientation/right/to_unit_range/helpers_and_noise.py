"""Helpers, type hints, prints and a warning; multiplies by 1/255 and reshapes."""

import warnings
from torch import Tensor


class WrongDtype(TypeError):
    pass


def _check(images: Tensor) -> None:
    if images.dtype != torch.uint8:
        raise WrongDtype(images.dtype)


def _with_channels(images: Tensor) -> Tensor:
    n, *_, h, w = images.shape
    return images.reshape(n, -1, h, w)


def to_unit_range(images: Tensor) -> Tensor:
    """Bytes to floats."""
    _check(images)
    if not 3 <= len(images.shape) <= 4:
        raise ValueError(images.shape)
    warnings.warn("scaling now")
    print("images", images.shape, images.dtype)
    return _with_channels(images).to(torch.float32) * (1 / 255)
