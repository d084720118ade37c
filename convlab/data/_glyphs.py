"""Glyphs: printed characters, each placed and distorted in its own way."""

import functools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike

from convlab.data._characters import CHARACTERS, DIGITS, FONTS, TRAIN_FONTS
from convlab.data._images import SIZE, blur, per_image, quantise
from convlab.data._levels import Level, level_with
from convlab.data._random import Draw

__all__ = ["ATLAS", "CAP_HEIGHT", "CELL", "sample"]

ATLAS = Path(__file__).parents[1] / "assets" / "glyphs.npz"
CELL = 64  # height and width of a glyph in the atlas [px]
CAP_HEIGHT = 36.0  # height of a capital H in the atlas [px]; the widest W still keeps off the edge
_CAP_HEIGHT_IN_IMAGE = 18.0  # the same in a 28 × 28 image [px]
_STROKE_BLUR = 1.5 / 40 * CAP_HEIGHT  # of the copy whose threshold sets the stroke's width [px]
_FINER = 2  # images are drawn at twice their size and averaged
_CHUNK = 512  # images drawn at once, for the sake of memory


def sample(
    n: int,
    characters: str = DIGITS,
    *,
    fonts: Sequence[str] = TRAIN_FONTS,
    level: str = "medium",
    seed: int = 0,
    labels: ArrayLike | torch.Tensor | None = None,
    **overrides: float | tuple[float, float],
) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of printed characters.

    Equal arguments give equal images; no global random state is read or changed.

    Args:
        n: Number of images, >= 0.
        characters: Which of CHARACTERS to draw; label i stands for `characters[i]`.
        fonts: Faces to draw them in, each image in one of them; some of FONTS.
        level: "clean", "easy", "medium" or "hard".
        seed: Chooses faces, labels and distortions.
        labels: (n,) positions in `characters`; by default all equally often, shuffled.
        overrides: Ranges of `Level` to replace, such as `shift=0`.

    Returns:
        images: (n, 1, 28, 28) float32 in [0, 1], whole 255ths, ink bright.
        labels: (n,) int64.

    Raises:
        ValueError: An unknown character, face, level or range, or labels that do not fit.
    """
    strength = level_with(level, overrides)
    character_at = _positions(characters, CHARACTERS, "characters")
    font_at = _positions(fonts, FONTS, "fonts")
    if n < 0:
        raise ValueError(f"n is the number of images, at least 0, not {n}")
    draw = Draw(seed, count=n)
    chosen = _labels(n, len(characters), labels, draw)
    faces = font_at[draw.integers(len(font_at))]
    images = _place(faces, character_at[chosen], strength, draw)
    images = _take_picture(images, strength, draw)
    return quantise(images).contiguous(), chosen


def _positions(wanted: Sequence[str], known: Sequence[str], what: str) -> torch.Tensor:
    unknown = [one for one in wanted if one not in known]
    if unknown or len(wanted) == 0:
        came = ", ".join(map(repr, unknown)) if unknown else "none"
        raise ValueError(f"{what} are one or more of {', '.join(known)}; came: {came}")
    return torch.tensor([known.index(one) for one in wanted])


def _labels(n: int, classes: int, given: ArrayLike | torch.Tensor | None, draw: Draw) -> torch.Tensor:
    if given is None:
        shuffled = np.resize(np.arange(classes), n)
        draw.numpy.shuffle(shuffled)
        return torch.from_numpy(shuffled.astype(np.int64))
    labels = torch.as_tensor(given)
    if labels.shape != (n,) or labels.is_floating_point() or labels.dtype == torch.bool:
        raise ValueError(f"labels are ({n},) integers; came: {tuple(labels.shape)} of {labels.dtype}")
    if n and not 0 <= int(labels.min()) <= int(labels.max()) < classes:
        raise ValueError(f"labels lie in 0 … {classes - 1}; came: {int(labels.min())} … {int(labels.max())}")
    return labels.to(torch.int64, copy=True)


@functools.cache
def _atlas() -> torch.Tensor:
    """(faces × characters, 1, CELL, CELL) uint8 ink."""
    with np.load(ATLAS) as archive:
        return torch.from_numpy(archive["atlas"]).reshape(-1, 1, CELL, CELL)


def _place(faces: torch.Tensor, characters: torch.Tensor, level: Level, draw: Draw) -> torch.Tensor:
    """Draw each glyph with its own stroke, size, angle and place: (n, 1, 28, 28)."""
    # Few differ: what happens to all of them alike is done once for each.
    distinct, which = (faces * len(CHARACTERS) + characters).unique(return_inverse=True)
    drawn = _atlas()[distinct].float() / 255
    if level.stroke:  # where a blurred glyph is cut sets the width of its strokes
        drawn = blur(drawn, _STROKE_BLUR)
    cut = 0.45 + draw.within(level.stroke)
    transforms = _transforms(level, draw)
    chunks = []
    for start in range(0, draw.count, _CHUNK):
        part = slice(start, start + _CHUNK)
        glyphs = drawn[which[part]]
        if level.stroke:
            glyphs = ((glyphs - per_image(cut[part])) * 4 + 0.5).clamp(0, 1)
        shape = [len(glyphs), 1, SIZE * _FINER, SIZE * _FINER]
        grid = F.affine_grid(transforms[part], shape, align_corners=False)
        chunks.append(F.avg_pool2d(F.grid_sample(glyphs, grid, align_corners=False), _FINER))
    return torch.cat(chunks) if chunks else torch.zeros(0, 1, SIZE, SIZE)


def _transforms(level: Level, draw: Draw) -> torch.Tensor:
    """(n, 2, 3) maps from places in the image to places in the atlas, both in [-1, 1]."""
    angle = torch.deg2rad(draw.within(level.rotation))
    size, shear, aspect = draw.uniform(*level.scale), draw.within(level.shear), draw.within(level.aspect)
    shift = torch.stack([draw.within(level.shift), draw.within(level.shift)], dim=1) * 2 / SIZE
    cos, sin = torch.cos(angle), torch.sin(angle)
    turn = torch.stack([torch.stack([cos, sin + shear], 1), torch.stack([-sin, cos], 1)], 1)
    stretch = torch.stack([1 + aspect, 1 - aspect], 1)
    zoom = (SIZE / _CAP_HEIGHT_IN_IMAGE) * (CAP_HEIGHT / CELL) / size
    turn = turn * zoom.view(-1, 1, 1) * stretch.view(-1, 1, 2)
    return torch.cat([turn, -turn @ shift[:, :, None]], dim=2)


def _take_picture(images: torch.Tensor, level: Level, draw: Draw) -> torch.Tensor:
    """Blur, contrast, clutter, shading and noise, in the order in which a camera would add them."""
    if level.blur and len(images):
        share = per_image(draw.uniform(0, 1))
        images = torch.lerp(images, blur(images, level.blur), share)
    images = images * per_image(draw.uniform(*level.contrast))
    for _ in range(level.clutter):
        images = torch.maximum(images, _lines(draw))
    if level.clutter:
        images = images + _shading(draw)
    if level.noise:
        images = images + draw.normal(1, SIZE, SIZE) * per_image(level.noise * draw.uniform(0.3, 1))
    return images


def _lines(draw: Draw) -> torch.Tensor:
    """A grey line across three of five images, (n, 1, 28, 28)."""
    rows, columns = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    angle = per_image(draw.uniform(0, math.pi))
    along = (columns - SIZE / 2) * torch.cos(angle) + (rows - SIZE / 2) * torch.sin(angle)
    distance = (along - per_image(draw.within(12))).abs()
    there = per_image(draw.uniform(0, 1)) < 0.6
    return (1.2 - distance).clamp(0, 1) * there * per_image(draw.uniform(0.2, 0.6))


def _shading(draw: Draw) -> torch.Tensor:
    """A background that brightens across the image, (n, 1, 28, 28)."""
    ramp = torch.linspace(-1, 1, SIZE)
    across, down = per_image(draw.within(0.15)) * ramp, per_image(draw.within(0.15)) * ramp[:, None]
    return across + down + per_image(draw.uniform(0, 0.2))
