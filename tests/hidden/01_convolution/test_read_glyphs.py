"""Hidden suite of `read_glyphs`."""
# convnet-canary-7f3a

from dataclasses import dataclass, replace
from typing import Any

import torch

from autograder.testing import (
    expect_at_least,
    expect_equal,
    expect_parity,
    expect_raises,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    random,
    worth,
)


@dataclass
class Page:
    """Images that show one glyph each, and what is to be read in them."""

    images: torch.Tensor  # (N, 1, H, W)
    filters: torch.Tensor  # (K, 1, h, w)
    labels: torch.Tensor  # (N,)
    rows: torch.Tensor  # (N,)
    cols: torch.Tensor  # (N,)

    def to(self, dtype: torch.dtype) -> "Page":
        """The same page in another dtype."""
        return replace(self, images=self.images.to(dtype), filters=self.filters.to(dtype))


def _glyphs(count: int, height: int, width: int) -> torch.Tensor:
    """Random binary glyphs, from 35 to 60 % ink; the last is the first with ink and paper swapped.

    The swapped one has the opposite filter, which only the sign of the response tells from the first.
    """
    ranks = random(count - 1, height * width).argsort(dim=1).argsort(dim=1)
    share = torch.linspace(0.35, 0.6, count - 1, dtype=torch.float64)[:, None]
    ink = (ranks < share * height * width).double().reshape(count - 1, height, width)
    return torch.cat([ink, 1 - ink[:1]])


def _page(
    count: int,
    *,
    size: tuple[int, int] = (22, 27),
    glyph_size: tuple[int, int] = (11, 9),
    characters: int = 6,
    corners: bool = False,
    brightness: float = 0.0,
    contrast: float = 1.0,
    noise: float = 0.0,
) -> Page:
    """One glyph somewhere on each image, with values in [0, 1].

    Paper is at most as bright as `brightness`, ink at least by `contrast` brighter than its paper. The right
    filter at the right place leads by half of its response, so neither noise nor another right way of
    scoring (a window-normalised correlation, say) makes a difference.
    """
    (height, width), (h, w) = size, glyph_size
    glyphs = _glyphs(characters, h, w)
    labels = torch.cat([torch.arange(characters), integers(0, characters, count)])[:count]
    rows, cols = integers(0, height - h + 1, count), integers(0, width - w + 1, count)
    if corners:
        rows, cols = (height - h) * (torch.arange(count) // 2 % 2), (width - w) * (torch.arange(count) % 2)
    images = torch.zeros(count, 1, height, width, dtype=torch.float64)
    for image, label, row, col in zip(images[:, 0], labels, rows, cols, strict=True):
        image[row : row + h, col : col + w] = glyphs[label]
    paper = brightness * (0.5 + 0.5 * random(count, 1, 1, 1))
    strength = contrast + (1 - paper - contrast).clamp(min=0) * random(count, 1, 1, 1)
    images = (paper + strength * images + noise * normal(*images.shape)).clamp(0, 1)
    centred = glyphs - glyphs.mean((1, 2), keepdim=True)
    filters = centred / centred.square().sum((1, 2), keepdim=True).sqrt()
    return Page(images, filters[:, None].contiguous(), labels, rows, cols)


def _three(actual: object, count: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Labels, rows and cols of any integer dtype, safe to use."""
    look_at = "return labels, rows, cols"
    whole = isinstance(actual, tuple | list) and len(actual) == 3
    expect_true(whole, says="the output is not a tuple of three tensors", look_at=look_at)
    three = [expect_tensor(values, shape=(count,), look_at=look_at).real.long() for values in actual]  # type: ignore[attr-defined]
    return three[0], three[1], three[2]


def _expect_read(
    student: Any, page: Page, share: float, *, says: str, look_at: str, places: bool = False
) -> None:
    """Ask for labels, and for places only where they are the point: one mistake costs once."""
    labels, rows, cols = _three(student.read_glyphs(page.images, page.filters), len(page.images))
    right = labels == page.labels
    expect_at_least(right.double().mean().item(), share, says=says, look_at=look_at)
    if places:
        right &= (rows == page.rows) & (cols == page.cols)
        expect_at_least(
            right.double().mean().item(),
            share,
            says="the glyphs themselves are read, but their places are off",
            look_at="rows and cols name the window's top-left pixel, counted from 0: row first, then column",
        )


@worth(2)
@parametrize("count", [1, 24])
def test_labels(student, count):
    """Names the glyph on clean images, wherever it is."""
    page = _page(count).to(torch.float32)
    labels, _, _ = _three(student.read_glyphs(page.images, page.filters), count)

    expect_equal(
        labels,
        page.labels,
        says="glyphs are taken for others",
        look_at="the best filter has the highest response anywhere in the image: no mean, no absolute value",
    )


@worth(2)
@parametrize("size, glyph_size", [((22, 27), (11, 9)), ((26, 20), (9, 11)), ((24, 24), (10, 10))])
def test_places(student, size, glyph_size):
    """Says in which row and column the top-left pixel of the glyph is."""
    page = _page(24, size=size, glyph_size=glyph_size).to(torch.float32)
    _, rows, cols = _three(student.read_glyphs(page.images, page.filters), 24)

    look_at = (
        "a response at (row, col) belongs to the window that begins there; a row has W − w + 1 responses"
    )
    swapped = torch.equal(rows, page.cols) and torch.equal(cols, page.rows)
    expect_true(not swapped, says="rows and cols are swapped", look_at="return labels, rows, cols")
    one_off = torch.equal(rows - 1, page.rows) or torch.equal(cols - 1, page.cols)
    expect_true(
        not one_off,
        says="places are one too large",
        look_at="rows and columns are counted from 0, not from 1",
    )
    expect_equal(rows, page.rows, says="rows are off", look_at=look_at)
    expect_equal(cols, page.cols, says="columns are off", look_at=look_at)


@worth(1)
def test_edges(student):
    """Reads glyphs that touch the edges of the image, and a glyph as large as the image."""
    look_at = "windows lie wholly inside the image: no padding, and every place counts"
    for page in (_page(12, corners=True), _page(6, size=(11, 9))):
        _expect_read(
            student,
            page,
            1.0,
            says="glyphs at the edges of the image are misread",
            look_at=look_at,
            places=True,
        )


@worth(2)
def test_brightness_and_contrast(student):
    """Reads brighter images and images with little contrast just as well, each with its own."""
    page = _page(30, brightness=0.85, contrast=0.1)

    _expect_read(
        student,
        page,
        1.0,
        says="brightness or contrast of an image changes what is read",
        look_at="the filters have mean 0: slide them as they are, without a threshold and without padding",
    )


@worth(1)
def test_half_of_noisy_images(student):
    """Reads at least half of the glyphs under noise of 0.1."""
    page = _page(30, brightness=0.2, contrast=0.6, noise=0.1)
    _expect_read(student, page, 0.5, says="fewer than half are read", look_at="pick the highest response")


@worth(1)
def test_most_of_noisy_images(student):
    """Reads at least four of five glyphs under noise of 0.1."""
    page = _page(30, brightness=0.2, contrast=0.6, noise=0.1)
    _expect_read(
        student, page, 0.8, says="fewer than four of five are read", look_at="use all pixels of the window"
    )


@worth(1)
def test_nearly_all_noisy_images(student):
    """Reads at least 19 of 20 glyphs under noise of 0.1, with their places."""
    page = _page(30, brightness=0.2, contrast=0.6, noise=0.1)
    _expect_read(
        student,
        page,
        0.95,
        says="fewer than 19 of 20 are read, with their places",
        look_at="use all pixels of the window",
        places=True,
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_integers(student, dtype):
    """Gives int64 tensors of shape (N,) for images of every floating dtype."""
    page = _page(7).to(dtype)
    actual = student.read_glyphs(page.images, page.filters)

    labels, _, _ = _three(actual, 7)
    expect_equal(labels, page.labels, says="glyphs are taken for others")
    for values in actual:
        expect_tensor(values, dtype=torch.int64, look_at="argmax gives int64; // and % keep it")


@worth(1)
@parametrize(
    "shape, filters_shape",
    [
        ((3, 9, 8), (4, 1, 5, 4)),
        ((2, 1, 9, 8), (4, 5, 4)),
        ((2, 3, 9, 8), (4, 1, 5, 4)),
        ((2, 3, 9, 8), (4, 3, 5, 4)),
        ((2, 1, 9, 8), (4, 1, 10, 4)),
        ((2, 1, 9, 8), (4, 1, 5, 9)),
    ],
)
def test_other_shapes_raise(student, shape, filters_shape):
    """Raises ValueError for other numbers of axes or channels, and for filters larger than the images."""
    _expect_read(
        student,
        _page(8),
        0.5,
        says="ordinary images are misread already",
        look_at="get the labels of clean images right first",
    )

    with expect_raises(
        ValueError,
        says=f"images of {shape} and filters of {filters_shape}",
        look_at="compare ndim with 4, axis 1 with 1, and both sides of the filters with the images",
    ):
        student.read_glyphs(random(*shape), normal(*filters_shape))


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed images, and leaves its input as it was."""
    page = _page(8, brightness=0.3, contrast=0.6)
    wide = normal(8, 1, 22, 54)
    wide[..., ::2] = page.images
    turned = page.filters.transpose(2, 3).contiguous().transpose(2, 3)
    plain, page = page, replace(page, images=wide[..., ::2], filters=turned)
    _expect_read(
        student,
        plain,
        0.5,
        says="ordinary images are misread already",
        look_at="get the labels of clean images right first",
    )

    _expect_read(
        student,
        page,
        0.5,
        says="slices of a larger tensor are misread",
        look_at="view needs contiguous memory",
    )
    expect_unchanged_arguments(student, "read_glyphs", page.images, page.filters)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    page = _page(3, size=(15, 14), characters=3, noise=0.05).to(dtype)
    _expect_read(
        student,
        page,
        0.3,
        says="nothing is read right on the CPU already",
        look_at="get the values right first",
    )

    expect_parity(student, "read_glyphs", page.images, page.filters)
