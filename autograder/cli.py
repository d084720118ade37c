"""The `autograder` command."""

from __future__ import annotations

import errno
import json
import sys
import typing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder.course import assignments, find_root, load_assignment
from autograder.machine import usable_cores

__all__ = ["main"]

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


@app.command()
def build(
    name: Name = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail on drift.")] = False,
) -> None:
    """Percent scripts → source notebooks → release → solutions."""
    from autograder.build import build as build_one

    root = _root()
    drifted = []
    for assignment in _chosen(root, name):
        changed = build_one(root, assignment, check=check)
        drifted += changed
        console.print(f"{assignment}: {', '.join(changed) if changed else 'up to date'}")
    if check and drifted:
        _stop("release/ or solutions/ are not what source/ builds. Run: autograder build")


@app.command()
def grade(
    name: Annotated[str, typer.Argument(metavar="NN", help="An assignment, such as 01_convolution.")],
    submitted: Annotated[
        Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
    ] = None,
    student: Annotated[str | None, typer.Option(help="Grade this student only.")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many notebooks to grade at a time; by default one a core."),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the results here; with --submitted, the gradebook is left alone."),
    ] = None,
) -> None:
    """Grade a class; exits 0 when nothing is ungraded."""
    from autograder.classroom import grade_class, students_of
    from autograder.grader import Grader, engine_version
    from autograder.results import SubmissionResult, to_contract
    from autograder.tables import exercise_text

    root = _root()
    [assignment] = _chosen(root, name)
    folder = (submitted or root / "submitted").resolve()
    students = [student] if student else students_of(folder, assignment)
    if not students:
        _stop(
            f"{folder} holds no <student>/{assignment}/. Collect first, or name the folder with --submitted."
        )
    gradebook = None
    if submitted is None or json_file is None:
        from autograder.gradebook import GradebookWriter  # half a second of imports

        gradebook = GradebookWriter(root, assignment, folder)
    try:
        with Grader(root, assignment) as grader, _progress() as progress:
            task = progress.add_task(assignment, total=len(students))

            def keep(result: SubmissionResult) -> None:
                if gradebook is not None:
                    gradebook.write(result)
                progress.advance(task)

            results = grade_class(grader, folder, students, jobs=jobs or usable_cores(), keep=keep)
            suite = grader.suite_hash
    except KeyboardInterrupt:
        errors.print("Interrupted. What was graded is kept; to go on, run the same command again.")
        raise typer.Exit(130) from None
    if json_file is not None:
        contract = to_contract(assignment, engine_version(), suite, results)
        _write(json_file, json.dumps(contract, indent=1, ensure_ascii=False) + "\n")
    unwritten = gradebook.problem if gradebook is not None else ""
    console.print(_table(results))
    for result in results:
        for line in result.problems:
            errors.print(f"{result.student}: {line}", markup=False, highlight=False)
        for exercise in result.exercises:
            if exercise.status == "ungraded":
                errors.print(exercise_text(result, exercise), markup=False, highlight=False)
    ungraded = sum(result.status == "ungraded" for result in results)
    if ungraded:
        says = f"{ungraded} of {len(results)} ungraded; the others are kept. To try these again, run: "
        errors.print(f"{says}autograder grade {assignment}", markup=False, highlight=False, soft_wrap=True)
    if unwritten:
        errors.print(unwritten, markup=False, highlight=False, soft_wrap=True)
    if ungraded or unwritten:
        raise typer.Exit(1)


@app.command()
def validate(
    name: Name = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One wrong example for each hidden test; no junk, no mutants.")
    ] = False,
    seeds: Annotated[
        int, typer.Option(min=1, help="Draws of hidden inputs that each right example must be full under.")
    ] = 1,
    page: Annotated[
        Path | None, typer.Option("--report", help="Write everything found out as one HTML page.")
    ] = None,
) -> None:
    """Prove assignments: solutions full, stubs 0, wrong ones and mutants caught, right ones full, no leak."""
    from autograder.validate import report_table, write_report
    from autograder.validate import validate as validate_one

    root, reports = _root(), []
    for assignment in _chosen(root, name):
        report = validate_one(root, assignment, jobs=usable_cores(), quick=quick, seeds=seeds)
        console.print(report_table(report, load_assignment(root, assignment).points))
        for problem in report.problems:
            console.print(f"✗ {problem}", markup=False, highlight=False, soft_wrap=True)
        for survivor in sorted(report.survivors):
            console.print(f"? no test notices {survivor}", markup=False, highlight=False, soft_wrap=True)
        reports.append(report)
        if page is not None:  # after each: the whole takes an hour
            write_report(page, reports)
    if any(report.problems for report in reports):
        raise typer.Exit(1)


@app.command()
def leaderboard(
    name: Annotated[str, typer.Argument(metavar="NN", help="An assignment, such as 08_capstone.")],
    submitted: Annotated[
        Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the page goes; leaderboard/NN.html by default.")
    ] = None,
) -> None:
    """The class's numbers as a page, under pseudonyms that students chose."""
    from autograder.classroom import grade_class, students_of
    from autograder.grader import Grader
    from autograder.leaderboard import write_leaderboard

    root = _root()
    [assignment] = _chosen(root, name)
    folder = (submitted or root / "submitted").resolve()
    students = students_of(folder, assignment)
    with Grader(root, assignment) as grader:  # what is graded already is only looked up
        results = grade_class(grader, folder, students, jobs=usable_cores())
    file = out or root / "leaderboard" / f"{assignment}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    count = write_leaderboard(file, assignment, results)
    console.print(f"{file}: {count} of {len(students)} chose a pseudonym", markup=False, soft_wrap=True)
    if left := sum(result.status == "ungraded" for result in results):
        errors.print(f"{left} ungraded are left out. Run: autograder grade {assignment}", markup=False)
        raise typer.Exit(1)


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


def main() -> None:
    """Entry point."""
    from autograder.verdicts import OurFault, SandboxMissing  # cheap: not the engine itself

    try:
        app()
    except SandboxMissing as missing:
        errors.print(f"Nothing is graded without a sandbox: {missing}", markup=False, highlight=False)
        raise SystemExit(2) from None
    except OurFault as fault:
        errors.print(f"Grading stopped: {fault}", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        errors.print(f"The disk is full: {error}. Make room, and run the same command again.", markup=False)
        raise SystemExit(1) from None


def _root() -> Path:
    try:
        return find_root(Path.cwd())
    except FileNotFoundError as error:
        _stop(str(error))


def _chosen(root: Path, name: str | None) -> list[str]:
    known = assignments(root)
    if name is None:
        return known
    if name not in known:
        _stop(f"there is no assignment {name}. Choose one of: {', '.join(known) or 'none yet'}")
    return [name]


def _stop(says: str) -> typing.NoReturn:
    errors.print(says, markup=False, highlight=False)
    raise typer.Exit(2)


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole, so that nobody reads half of it; a pipe or a link is written to."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.write_text(text, encoding="utf-8")
        return
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors, transient=True)


def _table(results) -> Table:  # type: ignore[no-untyped-def]
    from autograder.tables import points_text

    table = Table()
    for column in ("student", "status", "score", "of", "seconds"):
        table.add_column(column, justify="left" if column in ("student", "status") else "right")
    for result in results:
        score = "–" if result.score is None else points_text(result.score)
        table.add_row(
            result.student, result.status, score, points_text(result.max_score), f"{result.seconds:.1f}"
        )
    return table
