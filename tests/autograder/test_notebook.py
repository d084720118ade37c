"""Reading what was handed in, whatever it is."""

import json
import os

import pytest

from autograder import notebook
from autograder.notebook import UnreadableError, cells_to_run, grade_id_of, read_submitted

IDS = {"conv2d", "test_conv2d"}


def code(source="", grade_id="", **metadata):
    """A code cell."""
    if grade_id:
        metadata["nbgrader"] = {"grade_id": grade_id, "grade": grade_id.startswith("test_")}
    return {"cell_type": "code", "source": source, "metadata": metadata}


WHOLE = [code("def conv2d(): ...", "conv2d"), code("check()", "test_conv2d")]


@pytest.fixture
def hand_in(tmp_path):
    """Writes a submission and returns its path."""

    def written(content):
        path = tmp_path / "01_tiny.ipynb"
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        path.write_bytes(content)
        return path

    return written


def read(path):
    """The submission, as the assignment with these cells reads it."""
    return read_submitted(path, IDS)


def test_a_whole_notebook_is_read(hand_in):
    """Code cells come in order, without the checks, and nothing is odd."""
    submitted = read(hand_in({"cells": [{"cell_type": "markdown", "source": "# T"}, *WHOLE], "nbformat": 4}))

    assert [(cell.index, cell.source) for cell in submitted.cells] == [(1, "def conv2d(): ...")]
    assert submitted.problems == []


def test_no_file(tmp_path):
    """A file that is not there is missing, which is not the same as wrong."""
    with pytest.raises(UnreadableError, match=r"there is no 01_tiny\.ipynb") as raised:
        read(tmp_path / "01_tiny.ipynb")

    assert raised.value.missing


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{", "its JSON is broken"),
        (b"\xff\xfe\x00", "its JSON is broken"),
        (b"\x00" * 100, "its JSON is broken"),
        (b"[" * 200_000, "its JSON is broken"),
        (b'{"cells": ' + b"1" * 5000 + b"}", "its JSON is broken"),
        (b"PK\x03\x04 a zip archive", "its JSON is broken"),
        ([], "no notebook in format 4"),
        ("text", "no notebook in format 4"),
        (None, "no notebook in format 4"),
        (5, "no notebook in format 4"),
        ({}, "no notebook in format 4"),
        ({"cells": None}, "no notebook in format 4"),
        ({"cells": {"0": {}}}, "no notebook in format 4"),
        ({"nbformat": 3, "worksheets": [{"cells": WHOLE}]}, "no notebook in format 4"),
    ],
    ids=lambda value: repr(value)[:25],
)
def test_what_is_no_notebook_is_said(hand_in, content, says):
    """Empty, broken, or of another format: a sentence says so and what to do."""
    with pytest.raises(UnreadableError, match=says) as raised:
        read(hand_in(content))

    assert not raised.value.missing


def test_too_large_a_file_is_not_read(hand_in):
    """More than 20 MB, usually outputs, are refused with the way out."""
    path = hand_in({"cells": []})
    os.truncate(path, 21 << 20)

    with pytest.raises(UnreadableError, match=r"21 MB, more than 20 MB\. Clear its outputs"):
        read(path)


def test_the_largest_file_is_read(hand_in):
    """Just below the limit is fine."""
    padding = code("x = '" + "a" * (notebook.MAX_BYTES - 2000) + "'")

    assert len(read(hand_in({"cells": [*WHOLE, padding]})).cells) == 2


def test_links_are_not_followed(hand_in, tmp_path):
    """A link to a readable notebook, such as the solutions, is refused."""
    target = hand_in({"cells": WHOLE})
    link = tmp_path / "link.ipynb"
    link.symlink_to(target)

    with pytest.raises(UnreadableError, match="not followed"):
        read(link)


def test_linked_folders_are_not_followed(hand_in, tmp_path):
    """Neither is a notebook in a folder that is a link."""
    target = hand_in({"cells": WHOLE})
    (tmp_path / "folder").symlink_to(target.parent)

    with pytest.raises(UnreadableError, match="not followed"):
        read(tmp_path / "folder" / target.name)


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_other_kinds_of_file_are_refused(tmp_path, kind):
    """A folder or a named pipe in the notebook's place is said, and nobody waits for it."""
    path = tmp_path / "01_tiny.ipynb"
    path.mkdir() if kind == "folder" else os.mkfifo(path)

    with pytest.raises(UnreadableError, match="no ordinary file"):
        read(path)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ([code("x", "max_pool2d")], "looks like another assignment's notebook (it holds max_pool2d)"),
        ([*WHOLE, code("def conv2d(): 1", "conv2d")], "holds copies of conv2d; the last definition counts"),
        (WHOLE[:1], "lacks the cells test_conv2d"),
        ([code("def conv2d(): 1")], "lacks the cells conv2d, test_conv2d"),
        ([], "lacks the cells conv2d, test_conv2d"),
    ],
)
def test_odd_notebooks_are_graded_and_noted(hand_in, cells, problem):
    """Another assignment's, with copies or without cells: read all the same, with a line for the grader."""
    submitted = read(hand_in({"cells": cells}))

    assert len(submitted.problems) == 1
    assert problem in submitted.problems[0]
    assert len(submitted.cells) == sum(not grade_id_of(cell).startswith("test_") for cell in cells)


def test_source_may_be_lines_or_text():
    """Both forms that the format allows read the same; junk among the lines is left out."""
    cells = [code("a = 1\nb = 2"), code(["a = 1\n", "b = 2"]), code(["a = 1\n", None, 7, "b = 2"])]

    assert {cell.source for cell in cells_to_run(cells)} == {"a = 1\nb = 2"}


JUNK = [
    None, 5, "text", [], {}, {"cell_type": "code"}, {"cell_type": ["code"], "source": "x"},
    {"cell_type": "code", "source": None}, {"cell_type": "code", "source": {"a": 1}},
    {"cell_type": "raw", "source": "x"}, {"cell_type": "code", "source": " \n"},
]  # fmt: skip


def test_junk_cells_are_left_out(hand_in):
    """Cells that are no cells, without type or source, do not keep the others from being read."""
    submitted = read(hand_in({"cells": [*JUNK, *WHOLE, *JUNK]}))

    assert [cell.index for cell in submitted.cells] == [len(JUNK)]


@pytest.mark.parametrize("metadata", [None, [], "text", {"nbgrader": []}, {"nbgrader": {"grade_id": 5}}])
def test_junk_metadata_is_left_out(metadata):
    """A cell whose metadata is of another shape is an ordinary cell."""
    cell = {"cell_type": "code", "source": "x = 1", "metadata": metadata}

    assert grade_id_of(cell) == ""
    assert [cell.source for cell in cells_to_run([cell])] == ["x = 1"]


def test_experiments_only_define():
    """What an experiment defines is there for later cells; its training loop is not run."""
    [cell] = cells_to_run([code("import math\nSTEPS = 9\ndef g(): ...\ntrain(STEPS)", experiment=True)])

    assert cell.source == "import math\nSTEPS = 9\n\ndef g():\n    ..."


def test_experiments_that_define_nothing_are_left_out():
    """Nor is an empty cell run in their place."""
    assert cells_to_run([code("plot()", experiment=True), code("def broken(:", experiment=True)]) == []


@pytest.mark.parametrize("experiment", ["yes", 1, [True], None])
def test_experiments_are_marked_exactly(experiment):
    """Anything but `true` is no mark."""
    assert [cell.source for cell in cells_to_run([code("f()", experiment=experiment)])] == ["f()"]


def test_an_experiment_nested_too_deeply_is_no_fault_of_ours(hand_in):
    """A chain of a thousand terms is read or left out; nobody else's grade waits for it."""
    cells = [*WHOLE, code("x = " + "+".join(["1"] * 900), experiment=True)]

    assert read(hand_in({"cells": cells})).cells[0].index == 0


def test_checks_are_not_run():
    """Our own checks would only cost time; a student's cell that is merely called test_… is run."""
    cells = [code("check()", "test_conv2d"), code("mine()", "")]

    assert [cell.source for cell in cells_to_run(cells)] == ["mine()"]
