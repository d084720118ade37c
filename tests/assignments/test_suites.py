"""Every assignment of the course: its hidden suites are right."""

from pathlib import Path

import pytest

from autograder.course import assignments
from autograder.grader import Grader, exercises_of
from autograder.machine import usable_cores
from autograder.validate import ExerciseReport, Report, validate
from autograder.validate.notebooks import worked_and_untouched
from autograder.validate.worked import cells_of, sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_the_solutions_are_full_and_the_stubs_are_0(assignment):
    """Of every assignment, each time; what else is to be proved of its suites takes minutes."""
    with Grader(ROOT, assignment) as grader:
        names = [*grader.assignment.names("exercise"), *grader.assignment.answers]
        report = Report(assignment, {name: ExerciseReport(name) for name in names})

        assert [task() for task in worked_and_untouched(grader, report)] == [[], []]


def test_a_quick_proof():
    """Right examples are full, and each hidden test catches the mistake that it is for; nothing leaks."""
    assert validate(ROOT, "00_orientation", jobs=usable_cores(), quick=True).problems == []


@pytest.mark.slow
@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_the_suites_are_right(assignment):
    """Solutions are full, stubs 0, wrong examples caught, right ones full, junk harmless; nothing leaks."""
    report = validate(ROOT, assignment, jobs=usable_cores())

    assert report.problems == []
    assert all(entry.wrong and entry.right for entry in report.exercises.values() if entry.tests > 1)


@pytest.mark.slow
@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_the_solutions_are_full_under_any_seed(assignment):
    """A new term draws the hidden inputs anew: ten draws are tried."""
    with Grader(ROOT, assignment) as grader:
        worked = sources(cells_of(grader, "solutions"))
        lost = [
            (seed, result.name)
            for seed in range(grader.seed, grader.seed + 10)
            for result in exercises_of(grader.grade_cells(worked, seed=seed))
            if result.status != "passed"
        ]

    assert lost == []
