"""Grades a class: many notebooks of one assignment, several at a time, one writer of the gradebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from autograder.grader import Grader
from autograder.results import SubmissionResult

__all__ = ["grade_class", "students_of", "write_gradebook"]


def students_of(submitted: Path, assignment: str) -> list[str]:
    """Who handed something in: the folders of `submitted` with one for the assignment in them."""
    return sorted(folder.parent.name for folder in submitted.glob(f"*/{assignment}") if folder.is_dir())


def grade_class(
    grader: Grader,
    submitted: Path,
    students: Sequence[str],
    *,
    jobs: int = 1,
    progress: Callable[[SubmissionResult], None] = lambda result: None,
) -> list[SubmissionResult]:
    """Grade every student's notebook; one bad notebook never harms another's grade.

    Args:
        grader: Of the assignment.
        submitted: Folder that holds `<student>/<assignment>/<assignment>.ipynb`.
        students: Whose notebooks to grade.
        jobs: How many to grade at a time.
        progress: Called with each result as it comes.

    Returns:
        The results, in the order of `students`.
    """
    grader.start()
    name = grader.assignment.name
    results: dict[str, SubmissionResult] = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        waiting = {
            pool.submit(grader.grade_file, submitted / student / name / f"{name}.ipynb", student): student
            for student in students
        }
        for done in as_completed(waiting):
            results[waiting[done]] = done.result()
            progress(done.result())
    return [results[student] for student in students]


def write_gradebook(root: Path, assignment: str, submitted: Path, students: Sequence[str]) -> None:
    """Let nbgrader write the gradebook and the autograded folder; it finds the stored results.

    Raises:
        RuntimeError: nbgrader failed for somebody; its log says for whom.
    """
    from nbgrader.apps import NbGraderAPI

    from autograder.build import course_config, find_own_commands

    find_own_commands()
    config = course_config(root)
    config.CourseDirectory.submitted_directory = str(submitted)
    config.CourseDirectory.assignment_id = assignment
    api = NbGraderAPI(config=config)
    if not any(entry["name"] == assignment for entry in _known(api)):
        _must(api.generate_assignment(assignment, force=True), assignment)
    failed = [
        student for student in students if not api.autograde(assignment, student, force=True)["success"]
    ]
    if failed:
        raise RuntimeError(f"nbgrader could not write the grades of {', '.join(failed)}")


def _known(api) -> Iterator[dict[str, str]]:  # type: ignore[no-untyped-def]
    with _gradebook(api) as gradebook:
        yield from ({"name": assignment.name} for assignment in gradebook.assignments)


@contextmanager
def _gradebook(api):  # type: ignore[no-untyped-def]
    with api.gradebook as gradebook:
        yield gradebook


def _must(outcome: dict[str, object], what: str) -> None:
    if not outcome["success"]:
        raise RuntimeError(
            f"nbgrader could not register {what}: {outcome.get('error') or outcome.get('log')}"
        )
