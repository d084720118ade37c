"""The instructor's proof that an assignment is right: its solutions, its stubs, its suites, its release.

The suites are tried with hand-written wrong and right solutions, with junk, and with small changes to the
worked solutions, which they should notice.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from autograder.build import build as build_notebooks
from autograder.build import find_leaks
from autograder.grader import Grader
from autograder.validate.examples import JUNK, Example, examples_of
from autograder.validate.notebooks import independence, runs_in_time, worked_and_untouched
from autograder.validate.report import ExerciseReport, Report, Sentence, report_table, write_report
from autograder.validate.trials import examples, mutants
from autograder.validate.worked import trials_of

__all__ = [
    "JUNK",
    "Example",
    "ExerciseReport",
    "Report",
    "Sentence",
    "examples_of",
    "report_table",
    "validate",
    "write_report",
]

MUTANTS_KILLED = 0.95  # share of an assignment's mutants that its suite must notice


def validate(
    root: Path,
    assignment: str,
    *,
    jobs: int = 2,
    quick: bool = False,
    seeds: int = 1,
    again: bool = False,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Check everything that can be checked of one assignment; what is known of it already is not tried again.

    Args:
        root: The course.
        assignment: Its name.
        jobs: How many notebooks to grade at a time.
        quick: Try every right example, but of the wrong ones only one for each hidden test, and by that test
            alone; neither junk nor mutants, and run no notebook.
        seeds: How many draws of hidden inputs the solutions and each right example must be full under.
        again: Forget what is known, and try everything.
        tell: Called with how many trials of how many are done.
    """
    if again:
        shutil.rmtree(trials_of(root, assignment).folder, ignore_errors=True)
    with Grader(root, assignment) as grader:
        names = [*grader.assignment.names("exercise"), *grader.assignment.answers]
        report = Report(assignment, {name: ExerciseReport(name) for name in names})
        report.problems += [
            f"{line} has drifted. Run: autograder build"
            for line in build_notebooks(root, assignment, check=True)
        ]
        report.problems += find_leaks(root / "release" / assignment, root=root)
        grader.start()
        with ThreadPoolExecutor(jobs) as pool:
            tasks = [
                *worked_and_untouched(grader, report, seeds=seeds),
                *examples(grader, report, quick=quick, seeds=seeds),
            ]
            tasks += independence(grader)
            tasks += [] if quick else [partial(runs_in_time, grader, report), *mutants(grader, report)]
            for done, problems in enumerate(pool.map(lambda task: task(), tasks), 1):
                report.problems += problems
                tell(done, len(tasks))
    killed = [one for entry in report.exercises.values() for one in entry.killed]
    if sum(killed) < MUTANTS_KILLED * len(killed):
        report.problems.append(
            f"the suite notices {sum(killed)} of {len(killed)} mutants; {MUTANTS_KILLED:.0%} are due"
        )
    return report
