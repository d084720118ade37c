"""Results as people read them: a table of one exercise, as text and as HTML."""

from __future__ import annotations

from autograder.pages import templates
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from autograder.sanitise import plain_text

__all__ = ["MARKS", "exercise_html", "exercise_text", "points_text", "test_title"]

MARKS = {"passed": "✓", "failed": "✗", "timed out": "✗", "crashed": "✗", "skipped": "–", "ungraded": "?"}


def points_text(points: float) -> str:
    """Points without needless zeros: 10, 2.5."""
    return f"{round(points, 2):g}"


def exercise_html(exercise: ExerciseResult) -> str:
    """A table of the exercise's tests for the student: nothing hidden is in it."""
    template = templates.get_template("exercise.html.j2")
    return template.render(exercise=exercise, marks=MARKS, points=points_text, title=test_title)


def exercise_text(submission: SubmissionResult, exercise: ExerciseResult, *, staff: bool = True) -> str:
    """The exercise for a terminal.

    Args:
        submission: Whose it is.
        exercise: One of its exercises.
        staff: Also show what only graders may read.
    """
    if exercise.status == "ungraded":
        return _ungraded_text(submission, exercise)
    lines = [f"{exercise.name} · {points_text(exercise.score or 0)} / {points_text(exercise.max_score)}"]
    if exercise.stand_ins:
        names = ", ".join(exercise.stand_ins)
        lines.append(
            f"    graded with a right {names} in the place of the student's, so that one mistake costs once"
        )
    for test in exercise.tests:
        lost = "" if test.status == "passed" else f"  −{points_text(test.max_score - (test.score or 0))}"
        lines.append(f"  {MARKS[test.status]} {test_title(test)}{lost}")
        if test.says:
            lines.append(f"      {test.says}")
        if test.look_at:
            lines.append(f"      look at: {test.look_at}")
        if staff and test.staff:
            lines.append(f"      [staff] {plain_text(test.staff)}")
    return "\n".join(lines)


def _ungraded_text(submission: SubmissionResult, exercise: ExerciseResult) -> str:
    lines = [f"{submission.student} · {submission.assignment} · {exercise.name} · UNGRADED"]
    for test in exercise.tests:
        if test.status == "ungraded":
            last = plain_text(test.staff).strip().splitlines()[-1:] or [""]
            lines.append(f"  {test.name}: {test.says} {last[0]}".rstrip())
    lines.append("  This is not the student's fault and cost them nothing.")
    lines.append(f"  Run: autograder validate {submission.assignment}")
    return "\n".join(lines)


def test_title(test: TestResult) -> str:
    """What passing a test means, as it reads in a list."""
    title = test.title.rstrip(".")
    return title[:1].lower() + title[1:]
