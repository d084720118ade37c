"""Where each student stands in the gradebook before anything is graded anew."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import Grade as GradeRow
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from autograder.database import course_settings, open_gradebook, unreachable
from autograder.registration import differences, grade_cells, release_of
from autograder.verdicts import OurFault

__all__ = ["Score", "Standing", "Standings", "standings"]


@dataclass(frozen=True)
class Score:
    """One cell's row in the gradebook: what we gave, and what a person did."""

    auto: float | None
    by_hand: float | None
    extra: float | None

    @property
    def counts(self) -> float:
        """What nbgrader counts."""
        given = self.auto if self.by_hand is None else self.by_hand
        return 0.0 if given is None else given + (self.extra or 0.0)


@dataclass
class Standing:
    """One student.

    Attributes:
        scores: By exercise; of choice and written questions, too.
        penalty: For handing in late.
    """

    student: str
    scores: dict[str, Score] = field(default_factory=dict)
    penalty: float = 0.0

    @property
    def total(self) -> float:
        """All points, without the penalty."""
        return sum(score.counts for score in self.scores.values())


@dataclass(frozen=True)
class Standings:
    """Everybody whose grades are in the gradebook.

    Attributes:
        students: By name.
        points: What there is to be had for each exercise of the release.
        max_score: What the gradebook says that there is to be had in all.
        db_url: The gradebook's database.
        new_cells: How the release's cells differ from the gradebook's, in words.
    """

    students: dict[str, Standing]
    points: dict[str, float]
    max_score: float
    db_url: str
    new_cells: str


def standings(root: Path, assignment: str, db_url: str | None = None) -> Standings:
    """Read the gradebook; nothing is written.

    Raises:
        OurFault: There is no such gradebook, or the assignment is not in it.
    """
    places = CourseDirectory(config=course_settings(root, assignment, db_url))
    try:
        with closing(open_gradebook(places)) as book:
            return _standings(book, places)
    except OperationalError as error:
        said, hint = unreachable(error, places.db_url)
        raise OurFault(f"the gradebook could not be read: {said} ({hint})") from None


def _standings(book: Gradebook, places: CourseDirectory) -> Standings:
    assignment, release = places.assignment_id, release_of(places)
    most = book.db.execute(select(Assignment.max_score).where(Assignment.name == assignment)).scalar()
    students = _students(book, assignment)
    if most is None or not students:
        raise OurFault(f"nobody's {assignment} is in the gradebook yet. Run: autograder grade {assignment}")
    points = {_exercise(name): points for name, points in grade_cells(release).items()}
    return Standings(students, points, most, places.db_url, differences(book, assignment, release))


def _students(book: Gradebook, assignment: str) -> dict[str, Standing]:
    columns = (
        Student.id,
        SubmittedNotebook.late_submission_penalty,
        BaseCell.name,
        GradeRow.auto_score,
        GradeRow.manual_score,
        GradeRow.extra_credit,
    )
    rows = book.db.execute(
        select(*columns)
        .select_from(GradeRow)
        .join(BaseCell, GradeRow.cell_id == BaseCell.id)
        .join(SubmittedNotebook, GradeRow.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .where(Assignment.name == assignment)
        .order_by(Student.id)
    )
    students: dict[str, Standing] = {}
    for student, penalty, cell, *score in rows:
        standing = students.setdefault(student, Standing(student, penalty=penalty or 0.0))
        standing.scores[_exercise(cell)] = Score(*score)
    return students


def _exercise(cell: str) -> str:
    return cell.removeprefix("test_")
