"""`autograder doctor`."""

from __future__ import annotations

from pathlib import Path

import typer

from autograder.cli._shared import app, console


@app.command()
def doctor() -> None:
    """What is missing on this machine, and the command that mends it."""
    from autograder.course import find_root, read_settings
    from autograder.doctor import examine

    try:
        gpu = read_settings(find_root(Path.cwd())).gpu
    except FileNotFoundError:  # no course is needed to look at a machine
        gpu = False
    healthy = True
    for finding in examine(gpu=gpu):
        console.print(f"{'✓' if finding.problem is None else '✗'} {finding.what}", markup=False)
        if finding.problem:
            healthy = False
            console.print(f"    {finding.problem}", markup=False)
    if not healthy:
        raise typer.Exit(1)
