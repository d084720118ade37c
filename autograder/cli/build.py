"""`autograder build`."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.cli._shared import Name, app, chosen, console, course_root, stop


@app.command()
def build(
    name: Name = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail on drift.")] = False,
) -> None:
    """Percent scripts → source notebooks → release → solutions."""
    from autograder.build import build as build_one

    root = course_root()
    drifted = []
    for assignment in chosen(root, name):
        changed = build_one(root, assignment, check=check)
        drifted += changed
        console.print(f"{assignment}: {', '.join(changed) if changed else 'up to date'}")
    if check and drifted:
        stop("release/ or solutions/ are not what source/ builds. Run: autograder build")
