"""What the commands have in common: the course they are run in, and how they speak."""

from __future__ import annotations

import sys
import typing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.course import assignments, find_root

__all__ = [
    "Assignment",
    "DatabaseUrl",
    "Name",
    "app",
    "chosen",
    "console",
    "course_root",
    "errors",
    "progress_bar",
    "stop",
    "write_whole",
]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Build, validate and grade the course.",
    pretty_exceptions_enable=False,
)
console = Console(width=None if sys.stdout.isatty() else 120)
errors = Console(stderr=True)

Name = Annotated[
    str | None,
    typer.Argument(metavar="[NN]", help="An assignment, such as 01_convolution; all where left out."),
]
Assignment = Annotated[str, typer.Argument(metavar="NN", help="An assignment, such as 01_convolution.")]

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="The gradebook's database, such as postgresql+psycopg://user@host/name; "
        "by default that of nbgrader_config.py, or gradebook.db.",
    ),
]


def course_root() -> Path:
    """The course in whose folder the command was run."""
    try:
        return find_root(Path.cwd())
    except FileNotFoundError as error:
        stop(str(error))


def chosen(root: Path, name: str | None) -> list[str]:
    """The assignment of that name, or all of them; ends the command where there is none such."""
    known = assignments(root)
    if name is None:
        return known
    if name not in known:
        stop(f"there is no assignment {name}. Choose one of: {', '.join(known) or 'none yet'}")
    return [name]


def stop(says: str) -> typing.NoReturn:
    """End the command because it was called wrongly."""
    errors.print(says, markup=False, highlight=False)
    raise typer.Exit(2)


def progress_bar() -> Progress:
    """How many notebooks of how many are graded, or trials made, and the time left; gone when done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Replace a file as a whole, so that nobody reads half of it; a pipe or a link is written to."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.write_bytes(data)
        return
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
