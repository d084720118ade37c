"""A plain CSV file of marks, for a spreadsheet or a script."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from autograder.export.cells import harmless, number_text
from autograder.export.marks import Mark

__all__ = ["to_csv"]

COLUMNS = (
    "student",
    "last_name",
    "first_name",
    "email",
    "status",
    "score",
    "max_score",
    "late_penalty",
    "handed_in",
)


def to_csv(marks: Sequence[Mark]) -> bytes:
    """One line a student, in UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for mark in marks:
        score = "" if mark.score is None else number_text(mark.score)
        when = f"{mark.handed_in:%Y-%m-%d %H:%M:%S} UTC" if mark.handed_in else ""
        who = [harmless(cell) for cell in (mark.student, mark.last_name, mark.first_name, mark.email)]
        writer.writerow(
            [*who, mark.status, score, number_text(mark.max_score), number_text(mark.penalty), when]
        )
    return text.getvalue().encode("utf-8-sig")
