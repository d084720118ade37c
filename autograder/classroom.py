"""Grades a class: many notebooks of one assignment, several at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.results import SubmissionResult

if TYPE_CHECKING:  # imports torch, which whoever only looks for students can do without
    from autograder.grader import Grader

__all__ = ["grade_class", "notebook_of", "students_of"]


def students_of(submitted: Path, assignment: str) -> list[str]:
    """Who handed something in: the folders of `submitted` with one for the assignment in them."""
    return sorted(folder.parent.name for folder in submitted.glob(f"*/{assignment}") if folder.is_dir())


def notebook_of(submitted: Path, student: str, assignment: str) -> Path:
    """Where a student's notebook lies in a folder of submissions."""
    return submitted / student / assignment / f"{assignment}.ipynb"


def grade_class(
    grader: Grader,
    submitted: Path,
    students: Sequence[str],
    *,
    jobs: int = 1,
    only: str | None = None,
    keep: Callable[[SubmissionResult], None] = lambda result: None,
) -> list[SubmissionResult]:
    """Grade every student's notebook; one bad notebook never harms another's grade.

    Args:
        grader: Of the assignment.
        submitted: Folder that holds `<student>/<assignment>/<assignment>.ipynb`.
        students: Whose notebooks to grade.
        jobs: How many to grade at a time.
        only: The one exercise to grade; all of them where None.
        keep: Called with each result as it comes, in this thread.

    Returns:
        The results, in the order of `students`.
    """
    name = grader.assignment.name
    results: dict[str, SubmissionResult] = {}
    pool = ThreadPoolExecutor(max_workers=jobs)
    try:
        waiting = {
            pool.submit(grader.grade_file, notebook_of(submitted, student, name), student, only): student
            for student in students
        }
        for done in as_completed(waiting):
            results[waiting[done]] = done.result()
            keep(done.result())
    except BaseException:  # interrupted, or nothing can be kept any more: nobody waits for what goes on
        pool.shutdown(wait=False, cancel_futures=True)
        grader.close()
        raise
    finally:
        pool.shutdown()
    return [results[student] for student in students]
