"""`autograder validate`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from autograder.cli._shared import Name, app, chosen, console, course_root, progress_bar
from autograder.course import load_assignment
from autograder.machine import usable_cores


@app.command()
def validate(
    name: Name = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One wrong example for each hidden test; no junk, no mutants.")
    ] = False,
    seeds: Annotated[
        int,
        typer.Option(
            min=1, help="Draws of hidden inputs; solutions and right examples must be full under each."
        ),
    ] = 1,
    again: Annotated[
        bool, typer.Option("--again", help="Try everything, also what has not changed since it was tried.")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--report", help="Write everything found out as one HTML page.")
    ] = None,
) -> None:
    """Prove assignments: solutions full, stubs 0, wrong ones and mutants caught, right ones full, no leak."""
    from autograder.validate import report_table, write_report
    from autograder.validate import validate as validate_one

    root, reports = course_root(), []
    for assignment in chosen(root, name):
        with progress_bar() as progress:
            report = validate_one(
                root,
                assignment,
                jobs=usable_cores(),
                quick=quick,
                seeds=seeds,
                again=again,
                tell=partial(_tell, progress, progress.add_task(assignment, total=None)),
            )
        console.print(report_table(report, load_assignment(root, assignment).points))
        for problem in report.problems:
            console.print(f"✗ {problem}", markup=False, highlight=False, soft_wrap=True)
        for survivor in sorted(report.survivors):
            console.print(f"? no test notices {survivor}", markup=False, highlight=False, soft_wrap=True)
        reports.append(report)
        if page is not None:  # after each: the whole takes hours
            write_report(page, reports)
    if any(report.problems for report in reports):
        raise typer.Exit(1)


def _tell(progress: Progress, task: TaskID, done: int, of: int) -> None:
    progress.update(task, completed=done, total=of)
