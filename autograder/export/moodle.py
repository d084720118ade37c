"""Moodle: fills the grading worksheet that was downloaded for the assignment.

What the worksheet looks like, and what an upload goes by, is taken from Moodle itself (mod/assign,
feedback/offline): lines are known by `Identifier`, and a grade above the maximum is ignored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.export.cells import number, number_text
from autograder.export.marks import Mark
from autograder.export.roster import Filled, fill
from autograder.export.sheet import ExportError, Sheet
from autograder.sanitise import plain_text

__all__ = ["fill_moodle"]

KEYS = ("Identifier", "Email address", "ID number", "Username")


def fill_moodle(
    sheet: Sheet,
    marks: Sequence[Mark],
    *,
    column: str | None = None,
    who: str | None = None,
    feedback: bool = False,
) -> Filled:
    """Fill the worksheet's grades.

    Args:
        sheet: The downloaded worksheet, which is changed.
        marks: Of the class.
        column: Of the grades, where it is not called `Grade`.
        who: The column that tells who somebody is, where none of `KEYS` does.
        feedback: Also write what each exercise counts into `Feedback comments`.

    Raises:
        ExportError: A column is missing, or nobody in it is ours.
    """
    grade = _needed(sheet, column or "Grade", "--column")
    comments = _needed(sheet, "Feedback comments", "") if feedback else None
    names = (who,) if who else KEYS
    places = {name: at for name in names if (at := sheet.column(name)) is not None}
    if not places:
        _needed(sheet, who or KEYS[0], "--match")
    shown = sheet.column("Full name", *names) or 0
    people = {line: sheet.cell(line, shown).strip() for line in range(1, len(sheet.rows)) if sheet.rows[line]}
    keys = {
        name: {line: called for line in people if (called := _called(sheet.cell(line, at)))}
        for name, at in places.items()
    }
    maximum = sheet.column("Maximum grade")
    limits = {
        line: limit
        for line in people
        if maximum is not None and (limit := number(sheet.cell(line, maximum))) is not None
    }
    filled, whose = fill(sheet, people, keys, marks, grade, limits)
    filled.notes += _scaled(marks, limits) + _capped(sheet, whose, grade, limits)
    for line, mark in whose.items():
        if comments is not None and mark.parts:
            sheet.put(line, comments, _feedback(mark))
    return filled


def _needed(sheet: Sheet, name: str, option: str) -> int:
    place = sheet.column(name)
    if place is None:
        instead = f", or name another with {option}" if option else ""
        raise ExportError(
            f"{sheet.name} has no column {name!r}; it has {', '.join(sheet.header)}. Download the grading "
            f"worksheet of the assignment (in English){instead}."
        )
    return place


def _called(cell: str) -> set[str]:
    """What a cell may call a student: "Participant 17" also 17, an address also what is before its @."""
    cell = cell.strip()
    number_at_end = re.search(r"\d+$", cell)
    names = {cell, cell.split("@")[0], number_at_end[0] if number_at_end and " " in cell else ""}
    return names - {""}


def _scaled(marks: Sequence[Mark], limits: dict[int, float]) -> list[str]:
    ours = {mark.max_score for mark in marks}
    theirs = set(limits.values())
    if not theirs or theirs == ours:
        return []
    points = " or ".join(map(number_text, sorted(theirs)))
    return [f"Moodle gives {points} points for our {number_text(max(ours))}: marks were scaled."]


def _capped(sheet: Sheet, whose: dict[int, Mark], grade: int, limits: dict[int, float]) -> list[str]:
    """Moodle takes no grade above its maximum, so that is what somebody with extra credit gets."""
    notes = []
    for line, mark in whose.items():
        limit, got = limits.get(line), number(sheet.cell(line, grade))
        if mark.score is not None and limit is not None and got is not None and got > limit:
            sheet.put(line, grade, number_text(limit))
            notes.append(f"{plain_text(mark.student, 100)} has {number_text(got)}, above Moodle's maximum.")
    return notes


def _feedback(mark: Mark) -> str:
    """What each exercise counts, on one line."""
    points = [
        f"{part.name} {'–' if part.score is None else number_text(part.score)}/{number_text(part.max_score)}"
        for part in mark.parts
    ]
    late = [f"late −{number_text(mark.penalty)}"] if mark.penalty else []
    return "; ".join([*points, *late])
