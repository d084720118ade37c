"""`autograder regrade`."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from autograder.cli._shared import (
    Assignment,
    DatabaseUrl,
    app,
    chosen,
    console,
    course_root,
    errors,
    progress_bar,
    stop,
    write_whole,
)
from autograder.machine import usable_cores


@app.command()
def regrade(
    name: Assignment,
    exercise: Annotated[
        str | None, typer.Option(help="Regrade this exercise only; the others stay as they are.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write what is shown; without this nothing changes.")
    ] = False,
    submitted: Annotated[
        Path | None, typer.Option(help="Folder of <student>/NN/NN.ipynb; submitted/ by default.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many notebooks to grade at a time; by default one a core."),
    ] = None,
    db: DatabaseUrl = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the differences here.")] = None,
) -> None:
    """Grade anew, show who would gain or lose what and why; --apply, or leave."""
    from autograder import regrade as staging
    from autograder.classroom import students_of
    from autograder.gradebook import GradebookWriter
    from autograder.grader import Grader
    from autograder.sanitise import plain_text

    root = course_root()
    [assignment] = chosen(root, name)
    folder = (submitted or root / "submitted").resolve()
    before = staging.standings(root, assignment, db)
    if exercise is not None and before.new_cells:
        stop(f"the assignment's cells have changed ({before.new_cells}): regrade it without --exercise.")
    try:
        with Grader(root, assignment) as grader, progress_bar() as progress:
            if exercise is not None and exercise not in grader.exercises:
                stop(f"there is no exercise {exercise}. Choose one of: {', '.join(grader.exercises)}")
            task = progress.add_task(assignment, total=len(before.students))
            staged = staging.stage(
                grader,
                before,
                folder,
                only=exercise,
                jobs=jobs or usable_cores(),
                keep=lambda result: progress.advance(task),
            )
            suite = grader.suite_hash
    except KeyboardInterrupt:
        errors.print("Interrupted. Nothing was changed; what was graded is kept for the next time.")
        raise typer.Exit(130) from None
    _show(assignment, before, staged)
    never = [student for student in students_of(folder, assignment) if student not in before.students]
    if never:
        says = (
            f"never graded, so not among these: {plain_text(', '.join(never), 500)}. Run: autograder grade "
        )
        errors.print(says + assignment, markup=False, highlight=False, soft_wrap=True)
    unwritten = ""
    if apply:
        writer = GradebookWriter(root, assignment, folder, db, update_cells=exercise is None)
        with closing(writer):
            staging.apply(staged, writer)
        unwritten = writer.problem
    if json_file is not None:
        contract = staging.to_contract(assignment, suite, exercise, staged, applied=apply and not unwritten)
        write_whole(json_file, json.dumps(contract, indent=1, ensure_ascii=False) + "\n")
    errors.print(_ending(assignment, apply, unwritten), markup=False, highlight=False, soft_wrap=True)
    if unwritten or any(one.ungraded for one in staged):
        raise typer.Exit(1)


def _show(assignment, before, staged) -> None:  # type: ignore[no-untyped-def]
    from autograder.regrade import lines, summary
    from autograder.tables import exercise_text

    for one in staged:
        for line in lines(one, before):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
        for exercise in one.ungraded:
            errors.print(exercise_text(one.result, exercise), markup=False, highlight=False)
    if before.new_cells:
        console.print(f"the cells of {assignment} have changed: {before.new_cells}", markup=False)
    for line in summary(staged):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _ending(assignment: str, apply: bool, unwritten: str) -> str:
    if not apply:
        return "Nothing was changed. To write this into the gradebook, run the same command with --apply."
    if unwritten:
        return unwritten
    says = "Written into the gradebook. For students to read it, run: nbgrader generate_feedback "
    return f"{says}{assignment} --force"
