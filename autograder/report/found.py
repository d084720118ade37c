"""What is known of a class: results that grading kept, or wrote into a file. Nothing is graded here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.classroom import notebook_of
from autograder.results import SubmissionResult, from_contract

if TYPE_CHECKING:  # imports torch, which results in a file can do without
    from autograder.grader import Grader

__all__ = ["ClassResults", "look_up_class", "read_results"]


@dataclass(frozen=True)
class ClassResults:
    """What is known of a class.

    Attributes:
        assignment: The assignment's name.
        results: Of those of whom there is a result, in the order of their names; some may be ungraded.
        waiting: Who handed in, but has no result.
    """

    assignment: str
    results: list[SubmissionResult]
    waiting: list[str] = field(default_factory=list)

    @property
    def graded(self) -> list[SubmissionResult]:
        """The results that have a score."""
        return [result for result in self.results if result.status == "graded"]

    @property
    def ungraded(self) -> list[SubmissionResult]:
        """The results of which grading lacks a part: our fault."""
        return [result for result in self.results if result.status == "ungraded"]


def look_up_class(grader: Grader, submitted: Path, students: Sequence[str]) -> ClassResults:
    """The kept results of what lies in a folder.

    Args:
        grader: Of the assignment; it need not have been started, and is not.
        submitted: Folder that holds `<student>/<assignment>/<assignment>.ipynb`.
        students: Whose results to look up.
    """
    name = grader.assignment.name
    found = {student: grader.look_up(notebook_of(submitted, student, name), student) for student in students}
    waiting = [student for student, result in found.items() if result is None]
    return ClassResults(name, [result for result in found.values() if result is not None], waiting)


def read_results(file: Path, assignment: str) -> ClassResults:
    """The results in a file that `autograder grade --json` wrote.

    Raises:
        ValueError: They are of another assignment, or no results; the text says which.
        OSError: The file cannot be read.
    """
    data = json.loads(file.read_text(encoding="utf-8"))
    results = from_contract(data)
    if data["assignment"] != assignment:
        raise ValueError(f"it holds results of {data['assignment']}")
    return ClassResults(assignment, sorted(results, key=lambda result: result.student))
