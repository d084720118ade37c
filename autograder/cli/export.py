"""`autograder export`."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.cli._shared import Assignment, app, chosen, console, course_root, errors, stop, write_whole

if TYPE_CHECKING:
    from autograder.export.marks import Mark
    from autograder.export.roster import Filled


class Format(StrEnum):
    """Where marks may go."""

    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"


@app.command()
def export(
    name: Assignment,
    to: Annotated[Format, typer.Option("--format", help="For whom.")] = Format.csv,
    template: Annotated[
        Path | None,
        typer.Option(help="Canvas: your export of its gradebook. Moodle: the downloaded grading worksheet."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write, a folder for gradescope; by default in exports/.")
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(help="Title (or Canvas number) of the column to fill, where it is not clear."),
    ] = None,
    match: Annotated[
        str | None, typer.Option(help="Moodle: the column that holds our students' names.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Also export points so far where answers wait to be read.")
    ] = False,
    feedback: Annotated[
        bool, typer.Option("--feedback", help="Moodle: also write what each exercise counts as a comment.")
    ] = False,
    visibility: Annotated[
        list[str] | None,
        typer.Option(help="Gradescope: a level for all, or after tests=, choices= or written=; repeatable."),
    ] = None,
    staff: Annotated[
        bool, typer.Option("--staff", help="Gradescope: also graders' detail, in a hidden test.")
    ] = False,
) -> None:
    """Write final marks for an LMS; exits 0 when everybody who handed in has one in it."""
    root = course_root()
    [assignment] = chosen(root, name)
    from autograder.export.gradescope import visibility_of  # half a second of imports
    from autograder.export.marks import read_marks
    from autograder.export.sheet import ExportError

    filled: Filled | None = None
    try:
        levels = visibility_of(visibility or [])
        marks = read_marks(root, assignment, partial=partial)
        target = out or root / "exports" / _default_name(assignment, to)
        target.parent.mkdir(parents=True, exist_ok=True)
        if to is Format.gradescope:
            _to_gradescope(root, assignment, target, marks, levels, staff=staff)
        elif to is Format.csv:
            from autograder.export.plain import to_csv

            write_whole(target, to_csv(marks))
        else:
            filled = _to_roster(to, template, target, marks, assignment, column, match, feedback=feedback)
    except ExportError as error:
        stop(str(error))
    complete = _report(marks, filled, assignment, target, partial=partial)
    if not complete:
        raise typer.Exit(1)


def _default_name(assignment: str, to: Format) -> str:
    suffixes = {Format.csv: ".csv", Format.gradescope: "-gradescope"}
    return assignment + suffixes.get(to, f"-{to}.csv")


def _to_roster(
    to: Format,
    template: Path | None,
    target: Path,
    marks: Sequence[Mark],
    assignment: str,
    column: str | None,
    match: str | None,
    *,
    feedback: bool,
) -> Filled:
    from autograder.export.canvas import fill_canvas
    from autograder.export.moodle import fill_moodle
    from autograder.export.sheet import Sheet

    if template is None:
        what = (
            "export its gradebook" if to is Format.canvas else "download the assignment's grading worksheet"
        )
        stop(f"--format {to} fills the LMS's own file: {what} there, and name it with --template FILE.")
    if target.exists() and target.samefile(template):
        stop(f"--out {target} would replace the template, which is kept as it is. Choose another name.")
    sheet = Sheet(template)
    if to is Format.canvas:
        filled = fill_canvas(sheet, marks, assignment, column)
    else:
        filled = fill_moodle(sheet, marks, column=column, who=match, feedback=feedback)
    write_whole(target, sheet.to_bytes())
    return filled


def _to_gradescope(
    root: Path, assignment: str, target: Path, marks: Sequence[Mark], levels: dict[str, str], *, staff: bool
) -> None:
    """Write the folder, and say for whom there is only the points of each exercise."""
    from autograder.classroom import notebook_of
    from autograder.export.gradescope import write_results
    from autograder.export.marks import submitted_folder
    from autograder.grader import Grader
    from autograder.report.found import look_up_class

    folder = submitted_folder(root, assignment)
    present = [m.student for m in marks if notebook_of(folder, m.student, assignment).is_file()]
    kept = look_up_class(Grader(root, assignment), folder, present)
    details = {result.student: result for result in kept.results}
    write_results(target, marks, details, levels, staff=staff)
    bare = [mark.student for mark in marks if mark.score is not None and mark.student not in details]
    again = f"autograder grade {assignment}"
    _say(f"have points only, for what each test said is not kept (again: {again})", bare)


def _report(
    marks: Sequence[Mark], filled: Filled | None, assignment: str, target: Path, *, partial: bool
) -> bool:
    """Say what was written and who has no mark in it; False where somebody who handed in has none."""
    of = {status: [m for m in marks if m.status == status] for status in ("ungraded", "waiting")}
    waiting = of["waiting"]
    absent = [mark.student for mark in marks if mark.status == "nothing handed in"]
    written = sum(mark.score is not None for mark in marks) if filled is None else filled.filled
    console.print(f"{written} of {len(marks)} marks written to {target}", markup=False, soft_wrap=True)
    if filled:
        console.print(f"  filled {filled.column!r}, by {filled.matched_by}", markup=False, soft_wrap=True)
    _say("handed in nothing, and have no mark", absent)
    if filled:
        _say(f"are in {filled.column!r}'s list and handed nothing in; left as they are", filled.strangers)
        _say("are not in the LMS's list, so their marks are nowhere", filled.missing)
        for note in filled.notes:
            errors.print(note, markup=False, highlight=False, soft_wrap=True)
    how = "have points so far only" if partial else "are left empty (or, with --partial, get what they have)"
    _say(f"wait for a person in formgrader, and {how}", [mark.student for mark in waiting])
    for mark in of["ungraded"]:
        says = f"{_shown(mark.student)} is not graded, and is left empty. Run: autograder grade {assignment}"
        errors.print(
            f"{says} --student {_shown(mark.student)}", markup=False, highlight=False, soft_wrap=True
        )
    missing = filled.missing if filled else []
    return not (of["ungraded"] or missing or (waiting and not partial))


def _say(what: str, students: Sequence[str]) -> None:
    if students:
        names = ", ".join(_shown(student) for student in students)
        errors.print(f"{len(students)} {what}: {names}", markup=False, highlight=False, soft_wrap=True)


def _shown(name: str) -> str:
    from autograder.sanitise import plain_text

    return plain_text(name, 100)
