"""Draw every character in every face: `python -m convlab.data.build_atlas`.

The faces are those that ship inside matplotlib, drawn from their outlines without hinting. The
atlas is part of the package, because outlines may differ between versions of matplotlib.
"""

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib import get_data_path
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from convlab.data._characters import CHARACTERS, FONTS
from convlab.data._glyphs import ATLAS, CAP_HEIGHT, CELL

__all__ = ["build_atlas", "draw_character", "fill"]

_SUPERSAMPLING = 4  # sub-pixels along each axis of a pixel


def fill(polygons: list[NDArray[np.float64]], size: int) -> NDArray[np.bool_]:
    """Fill closed polygons by the non-zero winding rule, at the centres of pixels.

    Args:
        polygons: Each (n, 2), x to the right and y downwards [px], the last point equal to the first.
        size: Height and width of the result [px].

    Returns:
        (size, size), true inside.

    Source: Foley et al., Computer Graphics: Principles and Practice, section 3.6.
    """
    turns = np.zeros((size, size + 1), dtype=np.int32)
    centres = np.arange(size) + 0.5
    for polygon in polygons:
        for (x0, y0), (x1, y1) in pairwise(polygon):
            rows = np.flatnonzero((centres > min(y0, y1)) & (centres <= max(y0, y1)))
            if len(rows):
                crossings = x0 + (centres[rows] - y0) * (x1 - x0) / (y1 - y0)
                columns = np.clip(np.ceil(crossings - 0.5), 0, size).astype(int)
                np.add.at(turns, (rows, columns), 1 if y1 > y0 else -1)
    inside: NDArray[np.bool_] = turns.cumsum(axis=1)[:, :size] != 0
    return inside


def draw_character(character: str, font: str) -> NDArray[np.uint8]:
    """One character, the middle of its bounding box in the middle of the cell.

    Args:
        character: What to draw.
        font: A face of matplotlib, by file name without its ending.

    Returns:
        (CELL, CELL) ink from 0 to 255, scaled so that the face's "H" is CAP_HEIGHT pixels high.
    """
    face = FontProperties(fname=Path(get_data_path(), "fonts", "ttf", f"{font}.ttf"))
    cap = TextPath((0, 0), "H", size=100, prop=face).get_extents().height
    outline = TextPath((0, 0), character, size=100, prop=face)
    box = outline.get_extents()
    middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
    fine = CELL * _SUPERSAMPLING
    scale = CAP_HEIGHT * _SUPERSAMPLING / cap * np.array([1.0, -1.0])
    polygons = [
        (np.asarray(points) - middle) * scale + fine / 2 for points in outline.to_polygons(closed_only=True)
    ]
    ink = fill(polygons, fine).reshape(CELL, _SUPERSAMPLING, CELL, _SUPERSAMPLING).mean((1, 3))
    pixels: NDArray[np.uint8] = np.round(ink * 255).astype(np.uint8)
    return pixels


def build_atlas() -> NDArray[np.uint8]:
    """All characters in all faces, (21, 62, CELL, CELL)."""
    return np.stack([[draw_character(character, font) for character in CHARACTERS] for font in FONTS])


def main() -> None:
    """Write the atlas into the package, or elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ATLAS, help="the file to write (default: %(default)s)")
    out = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, atlas=build_atlas())
    print(f"{out}: {out.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
