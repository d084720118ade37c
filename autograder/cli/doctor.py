"""`autograder doctor`."""

from __future__ import annotations

import typer

from autograder.cli._shared import app, console


@app.command()
def doctor() -> None:
    """What is missing on this machine, and the command that mends it."""
    from autograder.doctor import examine

    healthy = True
    for finding in examine():
        console.print(f"{'✓' if finding.problem is None else '✗'} {finding.what}", markup=False)
        if finding.problem:
            healthy = False
            console.print(f"    {finding.problem}", markup=False)
    if not healthy:
        raise typer.Exit(1)
