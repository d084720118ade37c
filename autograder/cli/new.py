"""`autograder new`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.cli._shared import app, console, course_root, stop


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NN_name", help="Its name, such as 09_brightness.")],
) -> None:
    """A new assignment: its two folders, with one worked exercise that already validates."""
    from autograder.new import new_assignment

    try:
        written = new_assignment(course_root(), name)
    except ValueError as error:
        stop(str(error))
    for path in written:
        console.print(path, markup=False, highlight=False)
    steps = (
        f"Next: autograder build {name}, and autograder validate {name}, which proves it as it is. "
        "Then make it yours, one change at a time: docs/instructor.md leads through it."
    )
    console.print(steps, markup=False, highlight=False, soft_wrap=True)
