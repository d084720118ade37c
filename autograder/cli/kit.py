"""`autograder kit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli._shared import app, console, course_root


@app.command()
def kit(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the zip goes.")] = None,
) -> None:
    """What students get, as one zip, proved free of solutions and hidden tests."""
    from autograder.kit import KIT, make_kit

    file = out or Path(f"{KIT}.zip")
    names = make_kit(course_root(), file)
    notebooks = [name for name in names if name.endswith(".ipynb")]
    console.print(
        f"{file}: {len(notebooks)} notebooks, {len(names)} files, {file.stat().st_size / 1e6:.1f} MB"
    )
