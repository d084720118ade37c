"""Canvas: fills one column of the gradebook that the instructor exported.

What the file looks like, and what an import goes by, is taken from Canvas itself (gradebook_exporter.rb and
gradebook_importer.rb of canvas-lms): a header, perhaps a line of "Manual Posting", a line of "Points
Possible", and a line for each student.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.export.cells import number, number_text
from autograder.export.marks import Mark
from autograder.export.roster import Filled, fill
from autograder.export.sheet import ExportError, Sheet

__all__ = ["fill_canvas"]

KEYS = ("SIS Login ID", "SIS User ID", "ID", "Integration ID")
_TITLE = re.compile(r"(?P<title>.*\S)\s+\((?P<id>\d+)\)\s*")
_WORD = re.compile(r"[^\W_]+")
_POSTING = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)


def fill_canvas(sheet: Sheet, marks: Sequence[Mark], assignment: str, column: str | None = None) -> Filled:
    """Fill the assignment's column.

    Args:
        sheet: The instructor's export, which is changed.
        marks: Of the class.
        assignment: Its name here.
        column: The column's title, or its number, where our name does not tell.

    Raises:
        ExportError: It is no such file, the column is not certain, or nobody in it is ours.
    """
    if sheet.column("Student", "LastName") is None or sheet.column("ID") is None:
        raise ExportError(
            f"{sheet.name} is no gradebook of Canvas: it has no columns Student and ID. In Canvas, choose "
            "Grades › Export, and name that file with --template."
        )
    lines = range(1, len(sheet.rows))
    possible = next((line for line in lines if "Points Possible" in sheet.cell(line, 0)), None)
    place = _column(sheet, possible, assignment, column)
    people = {
        line: sheet.cell(line, 0).strip()
        for line in lines
        if line != possible and not all(_POSTING.fullmatch(cell) for cell in sheet.rows[line])
    }
    keys = {
        name: {line: {cell} for line in people if (cell := sheet.cell(line, at).strip())}
        for name in KEYS
        if (at := sheet.column(name)) is not None
    }
    limit = number(sheet.cell(possible, place)) if possible is not None else None
    filled, _ = fill(sheet, people, keys, marks, place, dict.fromkeys(people, limit) if limit else {})
    if limit and marks and limit != marks[0].max_score:
        ours = number_text(marks[0].max_score)
        filled.notes.append(f"Canvas gives {number_text(limit)} points for our {ours}: marks were scaled.")
    return filled


def _column(sheet: Sheet, possible: int | None, assignment: str, wanted: str | None) -> int:
    """Place of the assignment's column; the file's own names are the only ones there are."""
    found = {
        place: match
        for place, header in enumerate(sheet.header)
        if (match := _TITLE.fullmatch(header))
        and not (possible is not None and "read only" in sheet.cell(possible, place))
    }
    titles = {place: match["title"] for place, match in found.items()}
    if wanted is not None:
        names_of = {place: (match[0].strip(), match["title"], match["id"]) for place, match in found.items()}
        fits = [place for place, names in names_of.items() if wanted.strip() in names]
    else:
        fits = [place for place, title in titles.items() if _slug(title) == _slug(assignment)]
        fits = fits or [place for place, title in titles.items() if _words(assignment) <= _words(title)]
    if len(fits) != 1:
        known = "; ".join(sheet.header[place] for place in titles) or "none"
        says = "has no column" if not fits else "has several columns"
        raise ExportError(
            f"{sheet.name} {says} for {wanted or assignment}. Its assignments are: {known}. "
            "Name one with --column."
        )
    return fits[0]


def _slug(title: str) -> str:
    return "".join(_WORD.findall(title.casefold()))


def _words(title: str) -> set[str]:
    """Words of a name, without the assignment's own number in front."""
    words = _WORD.findall(title.casefold())
    return {word for word in words if not word.isdigit()} or set(words)
