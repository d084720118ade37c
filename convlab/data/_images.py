"""Operations on batches of images that several data sets share."""

import math

import torch
import torch.nn.functional as F

__all__ = ["SIZE", "blur", "per_image", "quantise"]

SIZE = 28  # height and width of every image [px]


def per_image(values: torch.Tensor) -> torch.Tensor:
    """(N,) values as (N, 1, 1, 1), to be combined with (N, C, H, W) images."""
    return values.view(-1, 1, 1, 1)


def quantise(images: torch.Tensor) -> torch.Tensor:
    """Clamp to [0, 1] and round to whole 255ths, as in an image file."""
    return torch.round(images.clamp(0, 1) * 255) / 255


def blur(images: torch.Tensor, width: float) -> torch.Tensor:
    """Gaussian blur of (N, 1, H, W) images, zero outside.

    Args:
        images: (N, 1, H, W).
        width: Standard deviation [px], > 0.
    """
    reach = max(1, math.ceil(2.5 * width))
    places = torch.arange(-reach, reach + 1, dtype=images.dtype)
    kernel = torch.exp(-0.5 * (places / width) ** 2)
    kernel = kernel / kernel.sum()
    images = F.conv2d(images, kernel.view(1, 1, 1, -1), padding=(0, reach))
    return F.conv2d(images, kernel.view(1, 1, -1, 1), padding=(reach, 0))
