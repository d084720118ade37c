"""Grades a class: many notebooks of one assignment, several at a time, one writer of the gradebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from autograder.grader import Grader
from autograder.results import SubmissionResult
from autograder.verdicts import OurFault

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
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        waiting = {
            pool.submit(grader.grade_file, submitted / student / name / f"{name}.ipynb", student): student
            for student in students
        }
        for done in as_completed(waiting):
            results[waiting[done]] = done.result()
            progress(done.result())
    except BaseException:  # interrupted, or nothing can be kept any more: nobody waits for what goes on
        pool.shutdown(wait=False, cancel_futures=True)
        grader.close()
        raise
    finally:
        pool.shutdown()
    return [results[student] for student in students]


def write_gradebook(root: Path, assignment: str, submitted: Path, students: Sequence[str]) -> None:
    """Let nbgrader write the gradebook and the autograded folder; it finds the stored results.

    Raises:
        OurFault: nbgrader failed for somebody; the text says for whom, or why for all.
    """
    from nbgrader.apps import NbGraderAPI
    from sqlalchemy.exc import OperationalError

    from autograder.build import course_config, find_own_commands

    find_own_commands()
    config = course_config(root)
    config.CourseDirectory.submitted_directory = str(submitted)
    config.CourseDirectory.assignment_id = assignment
    api = NbGraderAPI(config=config)
    failed = []
    try:
        if not any(entry["name"] == assignment for entry in _known(api)):
            _must(api.generate_assignment(assignment, force=True), assignment)
        for student in students:
            outcome = api.autograde(assignment, student, force=True)
            _must_be_writable(str(outcome))
            if not outcome["success"]:
                failed.append(student)
    except OperationalError as error:
        _must_be_writable(str(error))
        raise OurFault(f"nbgrader's gradebook cannot be used: {error.orig}") from None
    if failed:
        raise OurFault(f"nbgrader could not write the grades of {', '.join(failed)}")


def _must_be_writable(said: str) -> None:
    """What nobody can be graded for, so that the class is not tried one by one."""
    for problem in ("database is locked", "database or disk is full"):
        if problem in said:
            raise OurFault(
                f"the gradebook could not be written: {problem}. Every result is kept: mend this "
                "(another program may be using gradebook.db), and run the same command again."
            )


def _known(api) -> Iterator[dict[str, str]]:  # type: ignore[no-untyped-def]
    with _gradebook(api) as gradebook:
        yield from ({"name": assignment.name} for assignment in gradebook.assignments)


@contextmanager
def _gradebook(api):  # type: ignore[no-untyped-def]
    with api.gradebook as gradebook:
        yield gradebook


def _must(outcome: dict[str, object], what: str) -> None:
    if not outcome["success"]:
        _must_be_writable(str(outcome))
        raise OurFault(f"nbgrader could not register {what}: {outcome.get('error') or outcome.get('log')}")
