"""The worked notebook and the release, graded as they are or with a cell replaced."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.grader import Grader, exercises_of
from autograder.notebook import cells_to_run, grade_id_of
from autograder.results import ExerciseResult, SubmissionResult
from autograder.store import Store
from autograder.verdicts import OurFault

__all__ = ["cells_of", "first_loss", "grade", "sources", "trials_of", "with_cell"]


def trials_of(root: Path, assignment: str) -> Store:
    """Where the results of an assignment's trials are kept."""
    return Store(root, f"trials/{assignment}")


def grade(
    grader: Grader, cells: list[Any], only: Iterable[str] | None = None, **options: Any
) -> list[ExerciseResult]:
    """Results of a notebook's cells, of some exercises where they are named.

    They are kept: a validation that was interrupted goes on, and the next one tries only what has changed.
    """
    run, kept = sources(cells), trials_of(grader.root, grader.assignment.name)
    key = grader.fingerprint(run, only, **options)
    found = kept.load(key, "")
    if found is None:
        found = SubmissionResult(
            "", grader.assignment.name, exercises_of(grader.grade_cells(run, only, **options))
        )
        with contextlib.suppress(OurFault):  # no room on the disk: it is tried again next time
            kept.save(key, found)
    return found.exercises


def sources(cells: list[Any]) -> list[str]:
    """What grading runs of a notebook's cells."""
    return [cell.source for cell in cells_to_run(cells)]


def cells_of(grader: Grader, folder: str) -> list[Any]:
    """The cells, as JSON, of the assignment's notebook in `release` or `solutions`."""
    name = grader.assignment.name
    path = grader.root / folder / name / f"{name}.ipynb"
    cells: list[Any] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return cells


def with_cell(cells: list[Any], exercise: str, source: str) -> list[Any]:
    """The notebook with one exercise's cell replaced."""
    return [{**cell, "source": source} if grade_id_of(cell) == exercise else cell for cell in cells]


def first_loss(result: ExerciseResult) -> str:
    """Why a result is not full, in one line for the suite's author."""
    for test in result.tests:
        if test.status != "passed":
            staff = test.staff.strip().splitlines()[-1:]
            return f"{test.name} {test.status}: {test.says}{' (' + staff[0] + ')' if staff else ''}"
    return result.status
