"""Grades a class anew beside the gradebook, and writes what came of it when told to."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from autograder.classroom import grade_class, notebook_of
from autograder.gradebook import GradebookWriter
from autograder.grader import Grader
from autograder.records import Records
from autograder.regrade.changes import Change, changes_of
from autograder.regrade.standing import Standing, Standings
from autograder.results import ExerciseResult, SubmissionResult, TestResult

__all__ = ["Outcome", "Staged", "apply", "stage"]

Outcome = Literal["gains", "loses", "unchanged", "ungraded", "left"]
ROUNDING = 1e-6  # [points]
WHOLE = "Regrade the whole assignment, without --exercise."


@dataclass
class Staged:
    """What a regrade would do to one student.

    Attributes:
        standing: Before it.
        result: To be written; None where the student is left as they are.
        changes: By exercise.
        ungraded: Exercises that we failed to grade anew.
        same_code: The submission is the one that was graded before.
        left: Why nothing is done.
    """

    standing: Standing
    result: SubmissionResult | None = None
    changes: list[Change] = field(default_factory=list)
    ungraded: list[ExerciseResult] = field(default_factory=list)
    same_code: bool = False
    left: str = ""

    @property
    def student(self) -> str:
        """Who."""
        return self.standing.student

    @property
    def gain(self) -> float:
        """Points that the student would have more."""
        return sum(change.gain for change in self.changes)

    @property
    def outcome(self) -> Outcome:
        """In one word."""
        if self.left:
            return "left"
        if self.ungraded:
            return "ungraded"
        if abs(self.gain) < ROUNDING:
            return "unchanged"
        return "gains" if self.gain > 0 else "loses"


def stage(
    grader: Grader,
    before: Standings,
    submitted: Path,
    *,
    only: str | None = None,
    jobs: int = 1,
    keep: Callable[[SubmissionResult], None] = lambda result: None,
) -> list[Staged]:
    """Grade everybody in the gradebook anew; nothing but the store is written.

    Args:
        grader: Of the assignment.
        before: Where everybody stands.
        submitted: Folder that holds `<student>/<assignment>/`.
        only: The one exercise to regrade; all of them where None.
        jobs: How many notebooks to grade at a time.
        keep: Called with each result as it comes.

    Returns:
        Everybody, those who would lose most first.
    """
    name, records = grader.assignment.name, Records(grader.root, before.db_url)
    present = [one for one in before.students if notebook_of(submitted, one, name).is_file()]
    results = {
        result.student: result
        for result in grade_class(grader, submitted, present, jobs=jobs, only=only, keep=keep)
    }
    staged = []
    for student, standing in before.students.items():
        if student not in results:
            gone = f"there is no {name}/{name}.ipynb in {submitted / student} any more"
            staged.append(Staged(standing, left=gone))
        else:
            told = records.load(name, student)
            one = _staged(standing, told, results[student], before.points)
            staged.append(one if only is None else _completed(one, told))
    return sorted(staged, key=lambda one: (one.gain, one.student))


def _staged(
    standing: Standing, told: SubmissionResult | None, result: SubmissionResult, asked: Container[str]
) -> Staged:
    same_code = told is not None and bool(result.notebook) and told.notebook == result.notebook
    ungraded = [exercise for exercise in result.exercises if exercise.status == "ungraded"]
    if same_code:  # our fault costs nobody a point that they had
        result = replace(result, exercises=[_or_before(standing, told, one) for one in result.exercises])
    changes = changes_of(standing, told, result, asked)
    return Staged(standing, result, changes, ungraded, same_code)


def _or_before(standing: Standing, told: SubmissionResult | None, exercise: ExerciseResult) -> ExerciseResult:
    """The exercise, or what was said of it before where it could not be graded anew."""
    row = standing.scores.get(exercise.name)
    if exercise.status != "ungraded" or row is None or row.auto is None:
        return exercise
    for before in told.exercises if told else []:
        if before.name == exercise.name and before.score == row.auto:
            return before
    test = TestResult("all tests", "As graded before.", "skipped", row.auto, exercise.max_score)
    return ExerciseResult(exercise.name, "partial", row.auto, exercise.max_score, [test])


def _completed(staged: Staged, told: SubmissionResult | None) -> Staged:
    """With the exercise that was regraded among the others as they were; or left alone, which says why."""
    standing, result = staged.standing, staged.result
    if told is None or result is None:
        return Staged(standing, left=f"nothing is on record of how this was graded before. {WHOLE}")
    if not staged.same_code:
        return Staged(standing, left=f"another notebook was graded before than lies there now. {WHOLE}")
    now = {exercise.name: exercise for exercise in result.exercises}
    for one in told.exercises:
        row = standing.scores.get(one.name)
        if one.name not in now and (row is None or row.auto != one.score):
            return Staged(standing, left=f"{one.name}'s score is not what was given last. {WHOLE}")
    exercises = [now.get(one.name, one) for one in told.exercises]
    return replace(staged, result=replace(result, exercises=exercises))


def apply(staged: list[Staged], writer: GradebookWriter) -> None:
    """Write everybody who is not left as they are; what goes wrong is the writer's `problem`."""
    for one in staged:
        if one.result is not None:
            writer.write(one.result, same_code=one.same_code)
