"""Canvas: the instructor's own export comes back with one column filled."""

import pytest

from autograder.export.canvas import fill_canvas
from autograder.export.sheet import ExportError, Sheet

NAME = "01_convolution"


@pytest.fixture
def marks(mark):
    """A class by its logins; one ungraded, one that the file does not know."""
    return [
        mark("ada", 8.25),
        mark("bob", status="ungraded"),
        mark("layla", 5.0),
        mark("hanako", 4.0),
        mark("zoe", 1.0),
        mark("nora", status="nothing handed in"),
    ]


def test_only_the_column_is_filled(sample, marks, records):
    """Header, posting and points stay byte for byte; of the class, the column and dangerous cells change."""
    sheet = sample("canvas.csv")
    before, lines = records(sheet.to_bytes()), sheet.to_bytes().splitlines(keepends=True)

    fill_canvas(sheet, marks, NAME)

    before[3][6] = "8.25"
    before[4][0], before[4][6] = "'" + before[4][0], ""
    before[5][5] = "'@note"
    assert records(sheet.to_bytes()) == before
    assert sheet.to_bytes().splitlines(keepends=True)[:3] == lines[:3]


def test_everybody_is_accounted_for(sample, marks):
    """Who is in the file without work, who is not in it, and what was kept: each is named."""
    filled = fill_canvas(sample("canvas.csv"), marks, NAME)

    assert (filled.column, filled.matched_by, filled.filled) == (
        "Assignment 1: Convolution (4711)",
        "SIS Login ID",
        1,
    )
    assert filled.strangers == ["Nobody, Nora", "Student, Test"]
    assert filled.missing == ["zoe"]
    assert [note.split()[0] for note in filled.notes] == ["layla", "hanako"]


@pytest.mark.parametrize(("ada", "column"), [("ADA", "SIS Login ID"), ("u-1", "SIS User ID"), ("101", "ID")])
def test_students_are_found_by_any_id(sample, mark, ada, column):
    """The folder in submitted/ may be called by login, SIS number or Canvas number."""
    sheet = sample("canvas.csv")

    assert fill_canvas(sheet, [mark(ada, 3.0)], NAME).matched_by == column
    assert sheet.cell(3, 6) == "3"


def test_points_are_scaled_to_what_canvas_gives(sample, mark):
    """Where Canvas has other points than we, that is said."""
    sheet = sample("canvas.csv")

    filled = fill_canvas(sheet, [mark("ada", 50.0, 80.0)], NAME)

    assert sheet.cell(3, 6) == "6.25"
    assert "Canvas gives 10 points for our 80" in filled.notes[0]


@pytest.mark.parametrize("column", ["Downsampling (4712)", "Downsampling", "4712"])
def test_a_column_can_be_named(sample, mark, column):
    """By its whole title, its title, or its number."""
    sheet = sample("canvas.csv")
    fill_canvas(sheet, [mark("ada", 5.0)], NAME, column)

    assert (sheet.cell(3, 6), sheet.cell(3, 7)) == ("", "10")


@pytest.mark.parametrize(
    ("assignment", "column"),
    [("05_ensembling", None), (NAME, "Final Score"), (NAME, "Notes"), (NAME, "4713")],
)
def test_a_column_is_never_invented(sample, mark, assignment, column):
    """Without a certain column nothing is filled, and the file's assignments are listed."""
    sheet = sample("canvas.csv")
    before = sheet.to_bytes()

    with pytest.raises(ExportError, match=r"Downsampling \(4712\)"):
        fill_canvas(sheet, [mark("ada")], assignment, column)
    assert sheet.to_bytes() == before


def test_two_columns_of_one_name_are_refused(tmp_path, sample, mark):
    """Which of them is meant must be said."""
    text = sample("canvas.csv").to_bytes().replace(b"Downsampling (4712)", b"Convolution (4712)")
    (tmp_path / "two.csv").write_bytes(text.replace(b"Assignment 1: Convolution", b"Convolution"))

    with pytest.raises(ExportError, match="several columns"):
        fill_canvas(Sheet(tmp_path / "two.csv"), [mark("ada")], NAME)


def test_a_file_of_another_class_is_refused(sample, mark):
    """Where nobody matches, the columns tried and names of both sides are said."""
    with pytest.raises(ExportError, match=r"SIS Login ID or SIS User ID or ID\. Theirs: ada.* Ours: eve"):
        fill_canvas(sample("canvas.csv"), [mark("eve")], NAME)


def test_another_file_is_refused(sample, mark):
    """A worksheet of Moodle is not taken for a gradebook of Canvas."""
    with pytest.raises(ExportError, match="no gradebook of Canvas"):
        fill_canvas(sample("moodle.csv"), [mark("ada")], NAME)


def test_a_login_that_stands_twice_fits_nobody(tmp_path, sample, mark):
    """Two lines with one login: neither is filled, and the student is named."""
    (tmp_path / "twice.csv").write_bytes(sample("canvas.csv").to_bytes().replace(b",bob,", b",ada,"))
    sheet = Sheet(tmp_path / "twice.csv")

    filled = fill_canvas(sheet, [mark("ada"), mark("layla"), mark("nora", 9.0)], NAME)

    assert filled.missing == ["ada"]
    assert (sheet.cell(3, 6), sheet.cell(4, 6), sheet.cell(7, 6)) == ("", "", "9")
