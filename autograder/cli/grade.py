"""`autograder grade`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

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


@app.command()
def grade(
    name: Assignment,
    submitted: Annotated[
        Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
    ] = None,
    student: Annotated[str | None, typer.Option(help="Grade this student only.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many notebooks to grade at a time; by default one a core."),
    ] = None,
    db: DatabaseUrl = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the results here; with --submitted, the gradebook is left alone."),
    ] = None,
) -> None:
    """Grade a class; exits 0 when nothing is ungraded."""
    from autograder.classroom import grade_class, students_of
    from autograder.grader import Grader, engine_version
    from autograder.results import SubmissionResult, to_contract
    from autograder.tables import exercise_text

    root = course_root()
    [assignment] = chosen(root, name)
    folder = (submitted or root / "submitted").resolve()
    students = [student] if student else students_of(folder, assignment)
    if not students:
        stop(
            f"{folder} holds no <student>/{assignment}/. Collect first, or name the folder with --submitted."
        )
    gradebook = None
    if submitted is None or json_file is None:
        from autograder.gradebook import GradebookWriter  # half a second of imports

        gradebook = GradebookWriter(root, assignment, folder, db)
    try:
        with Grader(root, assignment) as grader, progress_bar() as progress:
            task = progress.add_task(assignment, total=len(students))

            def keep(result: SubmissionResult) -> None:
                if gradebook is not None:
                    gradebook.write(result)
                progress.advance(task)

            results = grade_class(grader, folder, students, jobs=jobs or usable_cores(), keep=keep)
            suite = grader.suite_hash
    except KeyboardInterrupt:
        errors.print("Interrupted. What was graded is kept; to go on, run the same command again.")
        raise typer.Exit(130) from None
    if json_file is not None:
        contract = to_contract(assignment, engine_version(), suite, results)
        write_whole(json_file, json.dumps(contract, indent=1, ensure_ascii=False) + "\n")
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


def _table(results) -> Table:  # type: ignore[no-untyped-def]
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
