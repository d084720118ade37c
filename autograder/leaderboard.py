"""A class's numbers on one page, under pseudonyms that the students chose: nobody else is on it.

The pseudonyms are text of students for all the others to read: they are cleaned, cut, kept from standing
for somebody else, and escaped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.pages import write_page
from autograder.results import ExerciseResult, SubmissionResult
from autograder.tables import points_text

__all__ = ["Row", "clean_name", "rows_of", "write_leaderboard"]

TOLD = "pseudonym"  # what students tell, by the name of its cell
FIRST = "accuracy"  # the measure that decides among equal scores
LONGEST = 24  # characters of a pseudonym that are shown


@dataclass(frozen=True)
class Row:
    """Somebody who wants to be seen.

    Attributes:
        name: The pseudonym, harmless and different from all others.
        score: Points of the exercises that measure something.
        max_score: Points to be had there.
        measures: What hidden tests measured, by name.
    """

    name: str
    score: float
    max_score: float
    measures: dict[str, float]


def clean_name(pseudonym: str) -> str:
    """A pseudonym in one short line of visible characters; empty where nothing is left of it.

    Control, invisible and direction-changing characters go, and so do marks that pile up on a letter.
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFKC", pseudonym[:1000]):
        kind = unicodedata.category(character)
        if kind in ("Zs", "Cc"):
            kept.append(" ")
        elif kind[0] not in "CZ" and not (_is_mark(character) and (not kept or _is_mark(kept[-1]))):
            kept.append(character)
    return " ".join("".join(kept).split())[:LONGEST].strip()


def rows_of(results: Sequence[SubmissionResult]) -> list[Row]:
    """Who chose a pseudonym and is graded, best first: by score, then by accuracy.

    A pseudonym that is the name under which somebody hands in is not shown: it would name them.
    """
    students = {clean_name(result.student).casefold() for result in results}
    rows = []
    for result in results:
        name = clean_name(result.told.get(TOLD, ""))
        exercises = [exercise for exercise in result.exercises if _measures([exercise])]
        if name and name.casefold() not in students and exercises and result.status == "graded":
            score = sum(exercise.score or 0.0 for exercise in exercises)
            most = sum(exercise.max_score for exercise in exercises)
            rows.append(Row(name, round(score, 4), most, _measures(exercises)))
    rows.sort(key=lambda row: (-row.score, -row.measures.get(FIRST, 0.0), row.name))
    return _told_apart(rows)


def write_leaderboard(file: Path, assignment: str, results: Sequence[SubmissionResult]) -> int:
    """Write the page.

    Args:
        file: Where it goes.
        assignment: The assignment's name.
        results: Of the whole class.

    Returns:
        How many are on it.
    """
    rows = rows_of(results)
    measures = list(dict.fromkeys(name for row in rows for name in row.measures))
    shown = {"assignment": assignment, "rows": rows, "measures": measures, "points": points_text}
    write_page(file, "leaderboard.html.j2", **shown)
    return len(rows)


def _measures(exercises: Iterable[ExerciseResult]) -> dict[str, float]:
    return {
        name: value
        for exercise in exercises
        for test in exercise.tests
        for name, value in test.measured.items()
    }


def _told_apart(rows: list[Row]) -> list[Row]:
    """The rows with a number behind each name that stands above already."""
    taken: set[str] = set()
    apart = []
    for row in rows:
        name, number = row.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{row.name} ({number})"
        taken.add(name.casefold())
        apart.append(Row(name, row.score, row.max_score, row.measures))
    return apart


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"
