"""Handwriting: real digits, 8 × 8 in scikit-learn, here at the size of the other images."""

import functools

import torch
import torch.nn.functional as F

from convlab.data._images import SIZE, quantise
from convlab.data._random import Draw

__all__ = ["handwriting", "raw_handwriting"]

_INNER = 24  # height and width of a digit before it is placed [px]


@functools.cache
def _digits() -> tuple[torch.Tensor, torch.Tensor]:
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = torch.from_numpy(digits.images).float()[:, None] / 16
    return images, torch.from_numpy(digits.target).long()


def raw_handwriting() -> tuple[torch.Tensor, torch.Tensor]:
    """The 1797 digits, each filling the middle 24 × 24 pixels.

    They are easy: a linear model reads most of them from 50 examples each.

    Returns:
        images: (1797, 1, 28, 28) float32 in [0, 1], ink bright, in scikit-learn's order.
        labels: (1797,) int64.

    Source: UCI, Optical Recognition of Handwritten Digits (Alpaydin & Kaynak, 1998).
    """
    images, labels = _digits()
    larger = F.interpolate(images, size=(_INNER, _INNER), mode="bicubic", align_corners=False)
    return F.pad(larger.clamp(0, 1), [(SIZE - _INNER) // 2] * 4), labels.clone()


def handwriting(
    *, seed: int = 0, shift: float = 4, rotation: float = 15, noise: float = 0.1
) -> tuple[torch.Tensor, torch.Tensor]:
    """The 1797 digits, drawn about 19 pixels high, each at its own place and angle.

    Equal arguments give equal images; no global random state is read or changed.

    Args:
        seed: Chooses place, angle, size and noise.
        shift: Largest shift either way along each axis [px], >= 0.
        rotation: Largest angle either way [degrees], >= 0.
        noise: Standard deviation of the noise, >= 0.

    Returns:
        images: (1797, 1, 28, 28) float32 in [0, 1], whole 255ths, ink bright, in scikit-learn's order.
        labels: (1797,) int64.

    Raises:
        ValueError: A negative range.
    """
    for name, value in (("shift", shift), ("rotation", rotation), ("noise", noise)):
        if value < 0:
            raise ValueError(f"{name} is at least 0, not {value}")
    images, labels = raw_handwriting()
    draw = Draw(seed, count=len(images))
    angle, shrink = torch.deg2rad(draw.within(rotation)), 1.25 + draw.within(0.15)
    cos, sin = torch.cos(angle) * shrink, torch.sin(angle) * shrink
    turn = torch.stack([torch.stack([cos, sin], 1), torch.stack([-sin, cos], 1)], 1)
    moved = torch.stack([draw.within(shift), draw.within(shift)], dim=1) * 2 / SIZE
    transforms = torch.cat([turn, -turn @ moved[:, :, None]], dim=2)
    grid = F.affine_grid(transforms, list(images.shape), align_corners=False)
    placed = F.grid_sample(images, grid, align_corners=False)
    return quantise(placed + noise * draw.normal(1, SIZE, SIZE)), labels
