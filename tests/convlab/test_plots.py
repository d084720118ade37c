"""Figures with a description."""

import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from convlab.plots import PALETTE, show_bars, show_curves, show_images


@pytest.fixture
def notebook():
    """An IPython shell whose rich output can be captured."""
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


def pictures(figure):
    """The arrays that the figure's axes show."""
    return [axes.images[0].get_array() for axes in figure.axes if axes.images]


@pytest.mark.parametrize(
    "images, count, shape",
    [
        (torch.rand(5, 4), 1, (5, 4)),
        (torch.rand(3, 5, 4), 3, (5, 4)),
        (torch.rand(3, 1, 5, 4), 3, (5, 4)),
        (torch.rand(2, 3, 5, 4), 2, (5, 4, 3)),
        (np.zeros((2, 5, 4), dtype=np.uint8), 2, (5, 4)),
        ([torch.rand(5, 4), torch.rand(1, 5, 4)], 2, (5, 4)),
        (torch.rand(2, 1, 5, 4, requires_grad=True), 2, (5, 4)),
        (torch.rand(1, 1, 1), 1, (1, 1)),
    ],
)
def test_images_of_every_usual_shape_are_shown(images, count, shape):
    """Single images, batches, grey and colour, tensors, arrays and lists."""
    shown = pictures(show_images(images, alt="noise"))

    assert [picture.shape for picture in shown] == [shape] * count


def test_columns_and_titles_are_as_asked_for():
    """Seven images in three columns make three rows, each image under its title."""
    figure = show_images(torch.rand(7, 4, 4), titles=range(7), columns=3, alt="noise")

    assert figure.axes[0].get_gridspec().get_geometry() == (3, 3)
    assert [axes.get_title() for axes in figure.axes] == [*map(str, range(7)), "", ""]


def test_grey_images_share_one_scale():
    """Black and white mean the same in every image, and at least 0 to 1."""
    dim = show_images(torch.full((2, 3, 3), 0.5), alt="grey")
    bright = show_images([torch.full((3, 3), -2.0), torch.full((3, 3), 3.0)], alt="grey")

    assert {axes.images[0].get_clim() for axes in dim.axes} == {(0.0, 1.0)}
    assert {axes.images[0].get_clim() for axes in bright.axes} == {(-2.0, 3.0)}


def test_curves_differ_in_more_than_colour():
    """No two of eight curves share a marker, a line style or a colour."""
    series = {str(i): [i, i + 1] for i in range(8)}
    lines = show_curves([0, 1], series, xlabel="x", ylabel="y", alt="lines").axes[0].lines

    for look in ("get_marker", "get_color", "_dash_pattern"):
        value = [getattr(line, look) for line in lines]
        assert len({str(each() if callable(each) else each) for each in value}) == 8
    assert lines[0].get_color() == PALETTE[0]


def test_bars_differ_in_more_than_colour_and_carry_their_numbers():
    """Each series has its own hatching, each bar its number."""
    series = {"plain": [0.5, 0.25], "weighted": torch.tensor([0.75, 1.0])}
    axes = show_bars(["a", "b"], series, ylabel="recall", alt="bars").axes[0]

    assert len({bars[0].get_hatch() for bars in axes.containers}) == 2
    assert [text.get_text() for text in axes.texts] == ["0.50", "0.25", "0.75", "1.00"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["a", "b"]


def test_lists_of_tensors_are_numbers_too():
    """Losses collected as tensors, on a graph or not, can be drawn."""
    losses = [torch.tensor(1.0, requires_grad=True), torch.tensor(2.0)]

    (line,) = show_curves([0, 1], {"loss": losses}, xlabel="x", ylabel="y", alt="line").axes[0].lines

    assert line.get_ydata().tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "draw, message",
    [
        (lambda: show_images(torch.rand(2, 4, 4), titles=["one"], alt="x"), "one title for each of 2 images"),
        (lambda: show_images(torch.rand(2, 2, 4, 4), alt="x"), r"an image is .*; came: \(2, 4, 4\)"),
        (lambda: show_images([], alt="x"), "one image at least"),
        (lambda: show_images(torch.zeros(0, 1, 4, 4), alt="x"), "one image at least"),
        (lambda: show_images(torch.rand(4, 4), alt=" "), "alt says what the figure shows"),
        (lambda: show_curves([0, 1], {"a": [1]}, xlabel="x", ylabel="y", alt="x"), "'a' needs 2 values"),
        (lambda: show_curves([0, 1], {}, xlabel="x", ylabel="y", alt="x"), "came: none"),
        (lambda: show_bars([], {"a": []}, ylabel="y", alt="x"), "came: none"),
    ],
)
def test_bad_input_says_what_was_expected(draw, message):
    """Wrong shapes, lengths and an empty description raise ValueError."""
    with pytest.raises(ValueError, match=message):
        draw()


def test_a_notebook_gets_an_image_with_its_description(notebook):
    """The output is one HTML image with alternative text, escaped, and a plain twin."""
    with capture_output() as captured:
        show_images(torch.rand(4, 4), alt='a "noisy" <image>')

    (output,) = captured.outputs
    assert 'alt="a &quot;noisy&quot; &lt;image&gt;"' in output.data["text/html"]
    assert "data:image/png;base64," in output.data["text/html"]
    assert output.data["text/plain"] == '[figure: a "noisy" <image>]'


def test_without_a_notebook_nothing_is_printed(capsys):
    """A script gets the figure and can save it."""
    figure = show_images(torch.rand(4, 4), alt="noise")

    assert figure.alt == "noise"
    assert capsys.readouterr().out == ""
