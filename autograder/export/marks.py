"""Final marks out of nbgrader's gradebook, which is where people override them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from nbgrader.api import Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory

from autograder.build import find_own_commands
from autograder.classroom import students_of
from autograder.course import load_assignment
from autograder.database import course_settings
from autograder.export.sheet import ExportError
from autograder.gradebook import assign_late_penalty
from autograder.late.rules import read_rules

__all__ = ["Mark", "Part", "read_marks", "submitted_folder"]

Status = Literal["graded", "waiting", "ungraded", "nothing handed in"]


@dataclass(frozen=True)
class Part:
    """What one exercise or question counts.

    Attributes:
        name: Of the exercise, choice question or written question.
        score: Points, extra credit included; None while nobody has given any.
        max_score: Points to be had.
        waits: A person must look at it.
        auto: It is graded by program.
        comment: What a person wrote to the student.
    """

    name: str
    score: float | None
    max_score: float
    waits: bool
    auto: bool
    comment: str = ""


@dataclass(frozen=True)
class Mark:
    """One student's mark.

    Attributes:
        student: nbgrader's name for them.
        last_name, first_name, email: As the gradebook has them; often empty.
        status: "waiting" for a person; "ungraded" where our program has not done its part.
        score: Points after the late penalty; None where there is no final mark to export.
        max_score: Points to be had.
        penalty: Points lost by being late.
        handed_in: When, in UTC; None where nobody noted it.
        parts: In the notebook's order.
    """

    student: str
    status: Status
    score: float | None
    max_score: float
    last_name: str = ""
    first_name: str = ""
    email: str = ""
    penalty: float = 0.0
    handed_in: datetime | None = None
    parts: tuple[Part, ...] = ()


def read_marks(root: Path, assignment: str, *, partial: bool = False) -> list[Mark]:
    """The class's marks, by student, with late penalties brought up to date.

    Args:
        root: The course.
        assignment: Its name.
        partial: Also give the points so far of those who wait for a person.

    Raises:
        ExportError: The gradebook does not know the assignment.
    """
    read_rules(root)
    find_own_commands()
    config = course_settings(root, assignment)
    places = CourseDirectory(config=config)
    order = list(load_assignment(root, assignment).points)
    with Gradebook(places.db_url, places.course_id) as book:
        try:
            max_score = float(book.find_assignment(assignment).max_score)
        except MissingEntry:
            raise ExportError(
                f"the gradebook has no {assignment}. Grade it first: autograder grade {assignment}"
            ) from None
        for student in _perhaps_late(book, assignment):
            assign_late_penalty(config, assignment, student)
        book.db.expire_all()
        submissions = {one.student.id: one for one in book.assignment_submissions(assignment)}
        marks = [
            _mark(student, submissions.get(student.id), max_score, order, partial)
            for student in book.students
        ]
    known = {mark.student for mark in marks if mark.status != "nothing handed in"}
    late_comers = set(students_of(submitted_folder(root, assignment), assignment)) - known
    kept = [mark for mark in marks if mark.student not in late_comers]
    kept += [Mark(student, "ungraded", None, max_score) for student in late_comers]
    return sorted(kept, key=lambda mark: mark.student)


def _perhaps_late(book: Gradebook, assignment: str) -> list[str]:
    """Whose penalty may be another by now: since they were graded people gave points, and times changed."""
    return [
        one.student.id
        for one in book.assignment_submissions(assignment)
        if one.total_seconds_late > 0 or one.late_submission_penalty
    ]


def submitted_folder(root: Path, assignment: str) -> Path:
    """Where collected notebooks lie."""
    places = CourseDirectory(config=course_settings(root, assignment))
    return Path(places.root, places.submitted_directory)


def _mark(
    student: Student,
    submission: SubmittedAssignment | None,
    max_score: float,
    order: list[str],
    partial: bool,
) -> Mark:
    who: dict[str, Any] = {key: getattr(student, key) or "" for key in ("last_name", "first_name", "email")}
    if submission is None:
        return Mark(student.id, "nothing handed in", None, max_score, **who)
    parts = tuple(sorted(_parts(submission), key=lambda part: _place(part.name, order)))
    status = _status(parts)
    penalty = float(submission.late_submission_penalty or 0.0)
    score = max(0.0, sum(part.score or 0.0 for part in parts) - penalty)
    final = status == "graded" or (partial and status == "waiting")
    what: dict[str, Any] = {"penalty": penalty, "handed_in": submission.timestamp, "parts": parts}
    return Mark(student.id, status, score if final else None, max_score, **who, **what)


def _parts(submission: SubmittedAssignment) -> Iterator[Part]:
    for notebook in submission.notebooks:
        comments = {one.name: one.manual_comment or "" for one in notebook.comments}
        for grade in notebook.grades:
            given = grade.auto_score is not None or grade.manual_score is not None
            name = grade.name.removeprefix("test_")
            yield Part(
                name,
                float(grade.score) if given else None,
                float(grade.max_score),
                waits=bool(grade.needs_manual_grade) or not given,
                auto=grade.cell.cell_type == "code",
                comment=comments.get(name, ""),
            )


def _status(parts: tuple[Part, ...]) -> Status:
    if not parts or any(part.auto and part.score is None for part in parts):
        return "ungraded"
    return "waiting" if any(part.waits for part in parts) else "graded"


def _place(name: str, order: list[str]) -> int:
    return order.index(name) if name in order else len(order)
