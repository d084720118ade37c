"""`autograder collect-results`."""

from __future__ import annotations

import typer

from autograder.cli._shared import Assignment, DatabaseUrl, app, chosen, course_root, errors
from autograder.cli.grade import Submitted, class_of, finish


@app.command()
def collect_results(name: Assignment, submitted: Submitted = None, db: DatabaseUrl = None) -> None:
    """Write what shards have graded into the gradebook; exits 0 when nobody is missing."""
    from autograder.gradebook import GradebookWriter
    from autograder.grader import Grader

    root = course_root()
    [assignment] = chosen(root, name)
    folder, students = class_of(root, assignment, submitted, None)
    gradebook = GradebookWriter(root, assignment, folder, db)
    results, missing = [], []
    with Grader(root, assignment) as grader:  # nothing is graded, so nothing is started
        for student in students:
            result = grader.look_up(folder / student / assignment / f"{assignment}.ipynb", student)
            if result is None:
                missing.append(student)
            else:
                gradebook.write(result)
                results.append(result)
    if missing:
        says = (
            f"not graded yet: {', '.join(missing)}. Run their shards again, or: autograder grade {assignment}"
        )
        errors.print(says, markup=False, highlight=False, soft_wrap=True)
    finish(assignment, results, gradebook)
    if missing:
        raise typer.Exit(1)
