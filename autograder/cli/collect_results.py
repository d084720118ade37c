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
    from autograder.report.found import look_up_class

    root = course_root()
    [assignment] = chosen(root, name)
    folder, students = class_of(root, assignment, submitted, None)
    gradebook = GradebookWriter(root, assignment, folder, db)
    kept = look_up_class(Grader(root, assignment), folder, students)
    for result in kept.results:
        gradebook.write(result)
    if kept.waiting:
        missing = ", ".join(kept.waiting)
        says = f"not graded yet: {missing}. Run their shards again, or: autograder grade {assignment}"
        errors.print(says, markup=False, highlight=False, soft_wrap=True)
    finish(assignment, kept.results, gradebook)
    if kept.waiting:
        raise typer.Exit(1)
