"""Moodle: the downloaded grading worksheet comes back with its grades filled."""

import pytest

from autograder.export.moodle import fill_moodle
from autograder.export.sheet import ExportError, Sheet


@pytest.fixture
def marks(mark):
    """A class by the names before the @ of their addresses."""
    return [mark("ada", 7.5), mark("bob", 8.0), mark("layla", status="ungraded"), mark("zoe", 1.0)]


def test_only_grades_are_filled(sample, marks, records):
    """The header stays byte for byte, CRLF and the mark of UTF-8 included; nothing else is changed."""
    sheet = sample("moodle.csv")
    before, header = records(sheet.to_bytes()), sheet.to_bytes().splitlines(keepends=True)[0]

    filled = fill_moodle(sheet, marks)

    before[1][4], before[2][4], before[2][1] = "7.5", "8", "'" + before[2][1]
    assert records(sheet.to_bytes()) == before
    assert sheet.to_bytes().splitlines(keepends=True)[0] == header
    assert all(line.endswith(b"\r\n") for line in sheet.to_bytes().splitlines(keepends=True))
    assert (filled.strangers, filled.missing, filled.matched_by) == (
        ["Nora Nobody"],
        ["zoe"],
        "Email address",
    )


@pytest.mark.parametrize("ada", ["201", "Participant 201", "ada@example.org", "Ada"])
def test_students_are_found_by_any_id(sample, mark, ada):
    """By Moodle's number of the participant, or by their address with or without what follows the @."""
    sheet = sample("moodle.csv")
    fill_moodle(sheet, [mark(ada, 3.0)])

    assert sheet.cell(1, 4) == "3"


def test_no_grade_is_above_the_maximum(sample, mark):
    """Moodle ignores such grades: points are scaled to its maximum, and extra credit ends there."""
    sheet = sample("moodle.csv")

    filled = fill_moodle(sheet, [mark("ada", 50.0, 100.0), mark("bob", 104.0, 100.0)])

    assert (sheet.cell(1, 4), sheet.cell(2, 4)) == ("5", "10")
    assert filled.notes == [
        "Moodle gives 10 points for our 100: marks were scaled.",
        "bob has 10.4, above Moodle's maximum.",
    ]


def test_feedback_says_what_each_exercise_counts(sample, mark, part):
    """On request, in the column for comments; of the others it stays as it was."""
    sheet = sample("moodle.csv")
    ada = mark("ada", 7.0, penalty=1.0, parts=(part("conv2d", 6.5, 8), part("why", 1.5, 2, auto=False)))

    fill_moodle(sheet, [ada], feedback=True)

    assert sheet.cell(1, 9) == "conv2d 6.5/8; why 1.5/2; late −1"
    assert sheet.cell(2, 9) == "two\r\nlines"


def test_a_worksheet_in_another_language(tmp_path, sample, mark):
    """Its columns can be named; without that, what is missing is said."""
    text = sample("moodle.csv").to_bytes().replace(b",Grade,", b",Bewertung,")
    (tmp_path / "de.csv").write_bytes(
        text.replace(b"Identifier", b"Kennung").replace(b"Email address", b"E-Mail")
    )
    sheet = Sheet(tmp_path / "de.csv")

    with pytest.raises(ExportError, match=r"no column 'Grade'.*--column"):
        fill_moodle(sheet, [mark("201")])
    with pytest.raises(ExportError, match=r"no column 'Identifier'.*--match"):
        fill_moodle(sheet, [mark("201")], column="Bewertung")
    fill_moodle(sheet, [mark("201", 4.0)], column="Bewertung", who="Kennung")

    assert sheet.cell(1, 4) == "4"
