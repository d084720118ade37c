"""What a real kernel shows."""

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = [
    """
import matplotlib.pyplot as plt
import torch
from convlab.check import public_checks, recorded
from convlab.plots import show_images
""",
    "figure = show_images(torch.zeros(2, 4, 4), alt='two black images')\nfigure",
    "figure",
    """
def crop(image):
    height = 3
    return image[height, 9]
""",
    """
with public_checks("crop") as check:
    check.true("it is there", callable(crop))
    check.shape("smaller", crop(torch.zeros(4, 4)), (2, 2))
""",
    "recorded('answer', None)",
]


@pytest.fixture(scope="module")
def outputs():
    """The outputs of each cell, from a kernel that ran them all."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_figure_is_shown_once_by_the_cell_that_made_it(outputs):
    """Neither pyplot nor the returned figure shows it again; a later cell can."""
    for shown in outputs[1:3]:
        (output,) = shown
        assert 'alt="two black images"' in output["data"]["text/html"]
        assert "image/png" not in output["data"]


def test_an_error_points_into_the_students_own_cell(outputs):
    """The line is that of the function, not of the check cell that called it."""
    (output,) = outputs[4]

    assert "✓ it is there" in output["data"]["text/plain"]
    assert "✗ crop raised IndexError: " in output["data"]["text/plain"]
    assert "at line 3: `return image[height, 9]`" in output["data"]["text/plain"]
    assert "<ul" in output["data"]["text/html"]


def test_a_check_leaves_no_error_behind(outputs):
    """No cell ends with a traceback, so that Run all goes on; nothing goes to stderr."""
    kinds = {(output.output_type, output.get("name")) for shown in outputs for output in shown}

    assert kinds == {("display_data", None), ("stream", "stdout")}
