"""`autograder grade`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from autograder.cli._shared import (
    Assignment,
    DatabaseUrl,
    app,
    chosen,
    console,
    course_root,
    errors,
    progress_bar,
    stop,
    write_whole,
)
from autograder.machine import usable_cores

if TYPE_CHECKING:  # half a second of imports
    from autograder.gradebook import GradebookWriter
    from autograder.grader import Grader
    from autograder.results import SubmissionResult

Submitted = Annotated[
    Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
]


@app.command()
def grade(
    name: Assignment,
    submitted: Submitted = None,
    student: Annotated[str | None, typer.Option(help="Grade this student only.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many notebooks to grade at a time; by default one a core."),
    ] = None,
    shard: Annotated[
        str,
        typer.Option(
            metavar="i/n",
            help="Grade the i-th of n parts of the class, and leave the gradebook to `collect-results`.",
        ),
    ] = "",
    dask: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster with this scheduler.")
    ] = "",
    dask_resources: Annotated[
        str, typer.Option(metavar="NAME=N,…", help="What each Dask task needs of its worker, such as GPU=1.")
    ] = "",
    db: DatabaseUrl = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the results here; with --submitted, the gradebook is left alone."),
    ] = None,
) -> None:
    """Grade a class; exits 0 when nothing is ungraded."""
    from autograder.grader import Grader

    root = course_root()
    [assignment] = chosen(root, name)
    folder, students = class_of(root, assignment, submitted, student)
    students = _part_of(students, shard)
    gradebook = None
    if not shard and (submitted is None or json_file is None):
        from autograder.gradebook import GradebookWriter

        gradebook = GradebookWriter(root, assignment, folder, db)
    try:
        with Grader(root, assignment) as grader, progress_bar() as progress:
            task = progress.add_task(assignment, total=len(students))

            def keep(result: SubmissionResult) -> None:
                if gradebook is not None:
                    gradebook.write(result)
                progress.advance(task)

            if dask:
                results = _on_dask(dask, dask_resources, grader, folder, students, keep)
            else:
                from autograder.classroom import grade_class

                results = grade_class(grader, folder, students, jobs=jobs or usable_cores(), keep=keep)
            suite = grader.suite_hash
    except KeyboardInterrupt:
        errors.print("Interrupted. What was graded is kept; to go on, run the same command again.")
        raise typer.Exit(130) from None
    if json_file is not None:
        _write_json(json_file, assignment, suite, results)
    finish(assignment, results, gradebook)


def class_of(
    root: Path, assignment: str, submitted: Path | None, student: str | None
) -> tuple[Path, list[str]]:
    """The folder with what was handed in, and whose notebooks to grade; ends the command if there are none.

    Args:
        root: The course.
        assignment: Its name.
        submitted: The folder; `submitted/` where None.
        student: The only one to grade; the whole class where None.
    """
    from autograder.classroom import students_of

    folder = (submitted or root / "submitted").resolve()
    students = [student] if student else students_of(folder, assignment)
    if not students:
        stop(
            f"{folder} holds no <student>/{assignment}/. Collect first, or name the folder with --submitted."
        )
    return folder, students


def finish(assignment: str, results: list[SubmissionResult], gradebook: GradebookWriter | None) -> None:
    """Show what became of a class; the command exits 1 where anything is ungraded or could not be written."""
    from autograder.tables import exercise_text

    unwritten = ""
    if gradebook is not None:
        gradebook.close()
        unwritten = gradebook.problem
    console.print(_table(results))
    for result in results:
        for line in result.problems:
            errors.print(f"{result.student}: {line}", markup=False, highlight=False)
        for exercise in result.exercises:
            if exercise.status == "ungraded":
                errors.print(exercise_text(result, exercise), markup=False, highlight=False)
    ungraded = sum(result.status == "ungraded" for result in results)
    if ungraded:
        says = f"{ungraded} of {len(results)} ungraded; the others are kept. To try these again, run: "
        errors.print(f"{says}autograder grade {assignment}", markup=False, highlight=False, soft_wrap=True)
    if unwritten:
        errors.print(unwritten, markup=False, highlight=False, soft_wrap=True)
    if ungraded or unwritten:
        raise typer.Exit(1)


def _part_of(students: list[str], shard: str) -> list[str]:
    from autograder.cluster.shards import shard_of

    if not shard:
        return students
    try:
        return shard_of(students, shard)
    except ValueError as error:
        stop(str(error))


def _on_dask(
    address: str,
    resources: str,
    grader: Grader,
    folder: Path,
    students: list[str],
    keep: Callable[[SubmissionResult], None],
) -> list[SubmissionResult]:
    try:
        from autograder.cluster.dask import grade_on_dask
    except ImportError:
        stop("Dask is not installed. Run: pip install '.[cluster]'")
    needed = {}
    for entry in filter(None, resources.split(",")):
        tag, _, amount = entry.partition("=")
        try:
            needed[tag] = float(amount)
        except ValueError:
            stop(f"--dask-resources is NAME=N, such as GPU=1, not {entry}")

    def says(line: str) -> None:
        errors.print(line, markup=False, highlight=False, soft_wrap=True)

    return grade_on_dask(address, grader, folder, students, keep=keep, says=says, resources=needed)


def _write_json(file: Path, assignment: str, suite: str, results: list[SubmissionResult]) -> None:
    from autograder.grader import engine_version
    from autograder.results import to_contract

    contract = to_contract(assignment, engine_version(), suite, results)
    write_whole(file, json.dumps(contract, indent=1, ensure_ascii=False) + "\n")


def _table(results: list[SubmissionResult]) -> Table:
    from autograder.tables import points_text

    table = Table()
    for column in ("student", "status", "score", "of", "seconds"):
        table.add_column(column, justify="left" if column in ("student", "status") else "right")
    for result in results:
        score = "–" if result.score is None else points_text(result.score)
        table.add_row(
            result.student, result.status, score, points_text(result.max_score), f"{result.seconds:.1f}"
        )
    return table
