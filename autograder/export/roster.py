"""Fills marks into an LMS's own list of the class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.export.cells import harmless, number_text
from autograder.export.marks import Mark
from autograder.export.sheet import ExportError, Sheet
from autograder.sanitise import plain_text

__all__ = ["Filled", "Keys", "fill", "match"]

# For each column that tells who somebody is: what each line's student may be called.
Keys = Mapping[str, Mapping[int, set[str]]]
SHOWN = 5  # names in a sentence
KEPT = ("EX", "N/A")  # Canvas: excused, and not given this assignment


@dataclass
class Filled:
    """What became of an LMS's file.

    Attributes:
        column: The column that was filled.
        matched_by: The column that said who is who.
        filled: How many marks were written.
        strangers: Those in the file who handed nothing in.
        missing: Our students with work who are not in the file.
        notes: Whatever else a person should know.
    """

    column: str
    matched_by: str
    filled: int = 0
    strangers: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def match(sheet: Sheet, keys: Keys, marks: Sequence[Mark]) -> tuple[str, dict[int, Mark]]:
    """Which line is whose, by the one column that knows most of our students.

    One column for the whole class: with two, one student's login could be another's number.

    Raises:
        ExportError: No column knows any of them.
    """
    ours = {_folded(mark.student): mark for mark in marks}
    found = {column: _matches(lines, ours) for column, lines in keys.items()}
    best = max(found, key=lambda column: len(found[column]), default="")
    if not best or not found[best]:
        theirs = [min(values) for lines in keys.values() for values in lines.values() if values]
        raise ExportError(
            f"Nobody in {sheet.name} is one of our students, by {' or '.join(keys) or 'any column'}. "
            f"Theirs: {_some(theirs)}. Ours: {_some([mark.student for mark in marks])}. Is it this course's "
            "file? Our students are the folders in submitted/, and must be called as one of its columns does."
        )
    return best, found[best]


def _matches(lines: Mapping[int, set[str]], ours: Mapping[str, Mark]) -> dict[int, Mark]:
    names = {line: {_folded(value) for value in values} for line, values in lines.items()}
    every = [name for values in names.values() for name in values]
    return {
        line: ours[name]
        for line, values in names.items()
        for name in values
        if name in ours and every.count(name) == 1
    }


def fill(
    sheet: Sheet,
    people: Mapping[int, str],
    keys: Keys,
    marks: Sequence[Mark],
    column: int,
    limits: Mapping[int, float],
) -> tuple[Filled, dict[int, Mark]]:
    """Put marks into one column, and make every other cell of the class's lines harmless.

    Args:
        sheet: The file, which is changed.
        people: The lines that are students, and their names.
        keys: What may tell who they are.
        marks: Ours.
        column: Which to fill.
        limits: The LMS's own maximum by line, where it is known.

    Returns:
        What became of it, and whose each line was.
    """
    matched_by, whose = match(sheet, keys, marks)
    filled = Filled(sheet.header[column], matched_by)
    for line, name in people.items():
        mark, before = whose.get(line), sheet.cell(line, column).strip()
        for place, cell in enumerate(list(sheet.rows[line])):
            sheet.put(line, place, harmless(cell))
        if mark is None or mark.status == "nothing handed in":
            filled.strangers.append(plain_text(name, 100))
        elif before.upper() in KEPT:
            filled.notes.append(f"{plain_text(mark.student, 100)} has {before} there, which was kept.")
        else:
            sheet.put(line, column, _points(mark, limits.get(line)))
            filled.filled += mark.score is not None
    there = {mark.student for mark in whose.values()}
    absent = (mark for mark in marks if mark.status != "nothing handed in" and mark.student not in there)
    filled.missing = [plain_text(mark.student, 100) for mark in absent]
    return filled, whose


def _points(mark: Mark, limit: float | None) -> str:
    """The mark in the LMS's own points."""
    if mark.score is None:
        return ""
    scaled = mark.score * limit / mark.max_score if limit and mark.max_score else mark.score
    return number_text(scaled)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(plain_text(name, 60) for name in names[:SHOWN])
    return f"{shown}, …" if len(names) > SHOWN else shown or "none"
