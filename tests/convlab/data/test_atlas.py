"""The atlas of drawn characters."""

import numpy as np
import pytest

from convlab.data import CHARACTERS, FONTS, HELD_OUT_FONTS, TRAIN_FONTS
from convlab.data._glyphs import ATLAS, CAP_HEIGHT, CELL
from convlab.data.build_atlas import draw_character, fill


@pytest.fixture(scope="module")
def atlas():
    """The file in the package."""
    with np.load(ATLAS) as archive:
        return archive["atlas"]


def test_the_atlas_holds_every_character_in_every_face(atlas):
    """21 faces of 62 characters, each with solid ink."""
    assert atlas.shape == (len(FONTS), len(CHARACTERS), CELL, CELL) == (21, 62, 64, 64)
    assert atlas.dtype == np.uint8
    assert (atlas.max(axis=(2, 3)) == 255).all()


def test_no_character_touches_the_edge_of_its_cell(atlas):
    """Even the widest W keeps two pixels of margin, so nothing is cut off."""
    assert atlas[:, :, :2].max() == atlas[:, :, -2:].max() == 0
    assert atlas[..., :2].max() == atlas[..., -2:].max() == 0


def test_the_atlas_is_small():
    """It stays below 300 KB, so that the package can carry it."""
    assert ATLAS.stat().st_size < 300_000


def test_no_held_out_face_is_trained_on():
    """The faces of the test are new."""
    assert not set(TRAIN_FONTS) & set(HELD_OUT_FONTS)
    assert (len(TRAIN_FONTS), len(HELD_OUT_FONTS)) == (12, 9)


def test_capitals_have_the_height_that_is_promised():
    """A capital H is CAP_HEIGHT pixels high, in the middle of its cell."""
    rows = np.flatnonzero(draw_character("H", "DejaVuSans").max(axis=1) > 127)

    assert len(rows) == CAP_HEIGHT
    assert rows[0] + rows[-1] == CELL - 1


@pytest.mark.parametrize("font, character", [("DejaVuSerif-Bold", "B"), ("cmti10", "q")])
def test_the_shipped_atlas_is_what_the_script_draws(atlas, font, character):
    """Drawing again gives the shipped pixels, up to small changes of an outline between versions."""
    shipped = atlas[FONTS.index(font), CHARACTERS.index(character)].astype(float)

    assert np.abs(draw_character(character, font) - shipped).mean() < 2


def test_fill_leaves_holes_and_joins_overlaps():
    """A ring drawn both ways round has a hole; two squares drawn the same way do not."""
    outer = np.array([(1, 1), (7, 1), (7, 7), (1, 7), (1, 1)], dtype=float)
    inner = np.array([(3, 3), (5, 3), (5, 5), (3, 5), (3, 3)], dtype=float)

    ring, solid = fill([outer, inner[::-1]], 8), fill([outer, inner], 8)

    assert ring.sum() == 36 - 4
    assert solid.sum() == 36
    assert not ring[3:5, 3:5].any()
