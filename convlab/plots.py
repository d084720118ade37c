"""Figures that say what they show: every one carries a description, and colour is never alone.

Each function shows its figure once, as an image with alternative text, and returns it.
"""

from collections.abc import Mapping, Sequence
from itertools import cycle

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from convlab._display import cell_number, image_tag, show

__all__ = ["PALETTE", "DescribedFigure", "show_bars", "show_curves", "show_images"]

# Okabe & Ito, Color universal design (2008); its yellow is too pale for lines and comes last.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
_LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 3)))
_HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo", "--")

_Values = ArrayLike | torch.Tensor


class DescribedFigure(Figure):
    """A matplotlib figure with a description that screen readers read.

    Attributes:
        alt: The description.
    """

    alt: str = ""
    _shown_by: int | None = None

    def show_described(self) -> None:
        """Show the figure in the notebook; elsewhere do nothing."""
        self._shown_by = cell_number()
        if self._shown_by is not None:
            show(html=f"<div>{image_tag(self, alt=self.alt)}</div>", text=f"[figure: {self.alt}]")

    def _ipython_display_(self) -> None:
        """As the last expression of the cell that showed it, the figure is not shown again."""
        if self._shown_by != cell_number():
            self.show_described()


def show_images(
    images: _Values | Sequence[_Values],
    *,
    titles: Sequence[object] | None = None,
    columns: int | None = None,
    alt: str,
    size: float = 1.3,
) -> DescribedFigure:
    """Show images side by side.

    Args:
        images: (H, W), (N, H, W), (N, 1, H, W), (N, 3, H, W), or a list of (H, W), (1, H, W) or
            (3, H, W). Colour images lie in [0, 1]; the grey scale of the others runs from the
            darkest value of all to the brightest, and at least from 0 to 1.
        titles: One for each image.
        columns: Images in a row; by default up to 10.
        alt: What the images show, for those who cannot see them.
        size: Height and width of one image [inch].

    Raises:
        ValueError: No image, another shape, or another number of titles.
    """
    shown = _as_images(images)
    if titles is not None and len(titles) != len(shown):
        raise ValueError(f"one title for each of {len(shown)} images; came: {len(titles)}")
    columns = min(len(shown), columns or 10)
    rows = -(-len(shown) // columns)
    low = min(0.0, *(float(image.min()) for image in shown))
    high = max(1.0, *(float(image.max()) for image in shown))
    room = 0.25 if titles is not None else 0.05
    figure = _figure(alt, width=columns * size, height=rows * (size + room))
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for index, (axes, image) in enumerate(zip(grid.flat, shown, strict=False)):
        axes.imshow(image, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        if titles is not None:
            axes.set_title(str(titles[index]), fontsize=9)
    figure.show_described()
    return figure


def show_curves(
    x: _Values,
    series: Mapping[str, _Values],
    *,
    xlabel: str,
    ylabel: str,
    alt: str,
    title: str = "",
) -> DescribedFigure:
    """Show curves over a common axis, told apart by marker and line as well as by colour.

    Args:
        x: (n,) places along the axis.
        series: For each name (n,) values.
        xlabel: What `x` is, with its unit.
        ylabel: What the values are, with their unit.
        alt: What the curves show, for those who cannot see them.
        title: A line above the figure.

    Raises:
        ValueError: No curve, or one whose length is not that of `x`.
    """
    places = _as_values(x)
    values = _as_series(series, len(places))
    figure = _figure(alt, width=6, height=3.6)
    axes = figure.add_subplot()
    looks = zip(cycle(PALETTE), cycle(_MARKERS), cycle(_LINES), strict=False)
    for (name, curve), (colour, marker, line) in zip(values.items(), looks, strict=False):
        axes.plot(
            places,
            curve,
            color=colour,
            marker=marker,
            linestyle=line,
            label=name,
            markevery=max(1, len(places) // 15),
            markersize=5,
        )
    _finish(axes, xlabel=xlabel, ylabel=ylabel, title=title, legend=len(values) > 1)
    figure.show_described()
    return figure


def show_bars(
    labels: Sequence[object],
    series: Mapping[str, _Values],
    *,
    ylabel: str,
    alt: str,
    xlabel: str = "",
    title: str = "",
    number: str = ".2f",
) -> DescribedFigure:
    """Show groups of bars, told apart by hatching as well as by colour, each with its number.

    Args:
        labels: A name for each of n groups.
        series: For each name (n,) values, one bar in each group.
        ylabel: What the values are, with their unit.
        alt: What the bars show, for those who cannot see them.
        xlabel: What the groups are.
        title: A line above the figure.
        number: Format of the number above each bar, "" for none.

    Raises:
        ValueError: No bar, or a series whose length is not that of `labels`.
    """
    values = _as_series(series, len(labels))
    figure = _figure(alt, width=max(4.0, 0.5 * len(labels) * len(values) + 2), height=3.6)
    axes = figure.add_subplot()
    width = 0.8 / len(values)
    for index, (name, heights) in enumerate(values.items()):
        places = np.arange(len(labels)) + (index - (len(values) - 1) / 2) * width
        look = index % len(PALETTE)
        bars = axes.bar(
            places, heights, width, label=name, color=PALETTE[look], hatch=_HATCHES[look], edgecolor="white"
        )
        if number:
            axes.bar_label(bars, fmt=f"{{:{number}}}", fontsize=8, padding=1)
    axes.set_xticks(range(len(labels)), [str(label) for label in labels])
    axes.margins(y=0.12)
    _finish(axes, xlabel=xlabel, ylabel=ylabel, title=title, legend=len(values) > 1)
    figure.show_described()
    return figure


def _figure(alt: str, *, width: float, height: float) -> DescribedFigure:
    """A figure that pyplot does not know, so that nothing shows it a second time."""
    if not alt.strip():
        raise ValueError("alt says what the figure shows, for those who cannot see it; it is empty")
    figure = DescribedFigure(figsize=(width, height), layout="constrained")
    figure.alt = alt
    return figure


def _finish(axes: Axes, *, xlabel: str, ylabel: str, title: str, legend: bool) -> None:
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.set_title(title)
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    if legend:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1), fontsize=9, handlelength=3)


def _as_values(values: _Values) -> NDArray[np.float64]:
    """Anything with numbers, on any device, as an array of floats."""
    if isinstance(values, torch.Tensor):
        values = values.detach().cpu().double().numpy()
    elif isinstance(values, Sequence) and any(isinstance(value, torch.Tensor) for value in values):
        values = [torch.as_tensor(value).detach().cpu().tolist() for value in values]
    return np.asarray(values, dtype=np.float64)


def _as_series(series: Mapping[str, _Values], length: int) -> dict[str, NDArray[np.float64]]:
    if not series or length == 0:
        raise ValueError("series holds a name with its values, one at least; came: none")
    values = {name: _as_values(each) for name, each in series.items()}
    for name, each in values.items():
        if each.shape != (length,):
            raise ValueError(f"{name!r} needs {length} values; came: {each.shape}")
    return values


def _as_images(images: _Values | Sequence[_Values]) -> list[NDArray[np.float64]]:
    """A list of (H, W) or (H, W, 3) arrays."""
    if isinstance(images, Sequence) and not isinstance(images, str):
        stack = [_as_values(image) for image in images]
    else:
        array = _as_values(images)
        stack = [array] if array.ndim == 2 else list(array)
    if not stack:
        raise ValueError("images holds one image at least; came: none")
    return [_as_image(image) for image in stack]


def _as_image(image: NDArray[np.float64]) -> NDArray[np.float64]:
    if image.ndim == 3 and image.shape[0] == 1:
        image = image[0]
    if image.ndim == 3 and image.shape[0] == 3:
        return np.clip(image.transpose(1, 2, 0), 0, 1)
    if image.ndim != 2 or image.size == 0:
        raise ValueError(f"an image is (H, W), (1, H, W) or (3, H, W); came: {image.shape}")
    return image
