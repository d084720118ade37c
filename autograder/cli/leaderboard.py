"""`autograder leaderboard`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli._shared import Assignment, app, chosen, console, course_root, errors
from autograder.cli.grade import Submitted, class_of
from autograder.machine import usable_cores


@app.command()
def leaderboard(
    name: Assignment,
    submitted: Submitted = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the page goes; leaderboard/NN.html by default.")
    ] = None,
) -> None:
    """The class's numbers as a page, under pseudonyms that students chose."""
    from autograder.classroom import grade_class
    from autograder.grader import Grader
    from autograder.leaderboard import write_leaderboard

    root = course_root()
    [assignment] = chosen(root, name)
    folder, students = class_of(root, assignment, submitted, None)
    with Grader(root, assignment) as grader:  # what is graded already is only looked up
        results = grade_class(grader, folder, students, jobs=usable_cores())
    file = out or root / "leaderboard" / f"{assignment}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    count = write_leaderboard(file, assignment, results)
    console.print(f"{file}: {count} of {len(students)} chose a pseudonym", markup=False, soft_wrap=True)
    if left := sum(result.status == "ungraded" for result in results):
        errors.print(f"{left} ungraded are left out. Run: autograder grade {assignment}", markup=False)
        raise typer.Exit(1)
