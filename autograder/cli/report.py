"""`autograder report`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli._shared import Assignment, app, chosen, console, course_root, errors, stop
from autograder.course import Assignment as CourseAssignment
from autograder.course import load_assignment

if TYPE_CHECKING:  # slow to import
    from autograder.report import ClassResults, Pair, StudentCode


@app.command()
def report(
    name: Assignment,
    submitted: Annotated[
        Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Take results from what `autograder grade --json` wrote here."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the pages go; reports/NN/ by default.")] = None,
    similarity: Annotated[
        bool, typer.Option("--similarity", help="Also show whose code looks alike.")
    ] = False,
    reference: Annotated[
        list[Path] | None,
        typer.Option(help="Like --submitted, of an earlier year, to look for likeness with; repeatable."),
    ] = None,
) -> None:
    """Pages about a graded class, for staff. Grades nothing: whoever has no result is named."""
    from autograder.report import read_class, write_report

    root = course_root()
    [assignment] = chosen(root, name)
    folder = (submitted or root / "submitted").resolve()
    wanted = load_assignment(root, assignment)
    code = read_class(folder, wanted)
    found = _results(root, assignment, folder, list(code), json_file)
    pairs = None
    if similarity or reference:
        pairs = _pairs(wanted, code, reference or [])
    page = write_report(found, code, out or root / "reports" / assignment, pairs=pairs)
    counts = f"{len(found.graded)} graded, {len(found.ungraded)} ungraded, {len(found.waiting)} not known."
    console.print(f"{counts} See {page}", markup=False, highlight=False, soft_wrap=True)
    if found.waiting or found.ungraded:
        says = f"To grade who is not, run: autograder grade {assignment}"
        errors.print(says, markup=False, highlight=False, soft_wrap=True)


def _results(
    root: Path, assignment: str, folder: Path, students: Sequence[str], json_file: Path | None
) -> ClassResults:
    """What is known of the class; ends the command where there is nothing."""
    from autograder.report import look_up_class, read_results

    if json_file is not None:
        try:
            return read_results(json_file, assignment)
        except (OSError, ValueError) as error:
            writes = f"autograder grade {assignment} --json FILE"
            stop(f"{json_file} cannot be used: {error}. Write it with: {writes}")
    if not students:
        stop(
            f"{folder} holds no <student>/{assignment}/. Collect first, or name the folder with --submitted, "
            "or a file of results with --json."
        )
    from autograder.grader import Grader  # imports torch: seconds that a file of results does not cost

    return look_up_class(Grader(root, assignment), folder, students)


def _pairs(
    wanted: CourseAssignment, code: dict[str, StudentCode], references: Sequence[Path]
) -> dict[str, list[Pair]]:
    """Whose code is alike, by exercise; ends the command where it cannot be told."""
    from autograder.report import alike_in_class, read_class

    earlier: dict[str, StudentCode] = {}
    for folder in references:
        year = read_class(folder.resolve(), wanted)
        if not year:
            stop(f"{folder} holds no <student>/{wanted.name}/: name the folder that these lie in.")
        earlier |= {f"{folder}/{student}": written for student, written in year.items()}
    try:
        return alike_in_class(wanted, code, earlier)
    except ModuleNotFoundError as missing:
        if missing.name != "copydetect":
            raise
        stop("likeness needs copydetect. Run: pip install --constraint constraints.txt copydetect")
