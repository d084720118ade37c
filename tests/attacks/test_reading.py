"""The grader reads students' sources and texts in its own process: never for long, never by the gigabyte."""

import json

import pytest

from autograder import source
from autograder.notebook import read_submitted
from autograder.results import SubmissionResult, TestResult, exercise_result
from autograder.sanitise import plain_text
from autograder.tables import exercise_text

LONG = source.MAX_CELL - 10
SLOW = {
    "blank lines": "x = (" + "\n" * LONG,
    "blanks": "x = (\n" + " " * LONG,
    "magics": "%x\n" * (LONG // 3),
    "brackets": "x = " + "[" * (LONG // 2),
    "signs": "x = " + "-" * LONG + "1",
    "terms": "x = " + "1+" * (LONG // 2) + "1",
    "names": "x = " + "a." * (LONG // 2) + "a",
    "lambdas": "x = " + "lambda: " * (LONG // 8) + "1",
    "strings": "x = " + "'" * LONG,
    "f-strings": "x = f'" + "{" * LONG,
    "zeros": "x = " + "9" * LONG,
    "half a character": "x = '\ud800'",
    "nothing": "\0",
}


@pytest.mark.parametrize("cell", SLOW.values(), ids=SLOW.keys())
def test_any_cell_is_read_at_once(cell):
    """A cell that is made to be slow to read is read, or refused, and nothing is raised."""
    assert isinstance(source.definitions(cell), str)
    assert isinstance(source.torch_names([cell], "x"), set)


def test_a_cell_that_is_far_too_long_is_not_read():
    """A syntax tree takes a hundred times the memory of its source: beyond a length none is made."""
    assert source.parse_cell("x = [" + "0, " * source.MAX_CELL + "]") is None


@pytest.mark.parametrize(
    "piece", ["\x1b", "\x1b[", "\x1b]", "\x1b]8;;", "\r", "\u202e", "\x1b[" + "1;" * 999]
)
def test_any_text_is_made_plain_at_once(piece):
    """Text that is made to be slow to clean is cleaned."""
    assert len(plain_text(piece * 1_000_000)) <= 20_010


@pytest.mark.parametrize(
    "name", ["\x1b]0;taken\x07x", "x\n\n# FORGED", "x`\r<script>", "\u202ex", "\ud800x", "x" * 9999]
)
def test_what_is_noted_is_one_plain_line(name, tmp_path):
    """A cell's name goes into the log and onto the grader's terminal: no sequence, no second line."""
    path = tmp_path / "a.ipynb"
    cell = {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": name}}}
    path.write_text(json.dumps({"cells": [cell]}))

    [noted] = read_submitted(path, {"double"}).problems

    assert "x" in noted.partition("(it holds")[2]
    assert len(noted) < 250
    assert noted.replace("\ufffd", "").isprintable()
    noted.encode()


@pytest.mark.parametrize("status", ["failed", "ungraded"])
def test_what_staff_read_obeys_no_sequence(status):
    """A traceback holds what student code says, and staff read it on a terminal."""
    test = TestResult(
        "a", "A.", status, 0.0, 1.0, says="off", staff="Traceback:\nError: \x1b]0;taken\x07\x1b[2J"
    )
    exercise = exercise_result("double", 1.0, [test])

    said = exercise_text(SubmissionResult("s", "01_double", [exercise]), exercise)

    assert "Error:" in said
    assert "\x1b" not in said
