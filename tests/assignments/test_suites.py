"""Every assignment of the course: its hidden suites are right."""

from pathlib import Path

import pytest

from autograder.course import assignments
from autograder.grader import Grader, exercises_of
from autograder.machine import usable_cores
from autograder.validate import validate
from autograder.validate.worked import cells_of, sources

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ("08_capstone",)  # each of its examples trains a reader: minutes, even for the quick round
CASES = [
    pytest.param(name, quick, marks=[] if quick and name not in TRAINING else pytest.mark.slow)
    for name in assignments(ROOT)
    for quick in (True, False)
]


@pytest.mark.parametrize(("assignment", "quick"), CASES)
def test_the_suites_are_right(assignment, quick):
    """Solutions are full, stubs 0, wrong examples caught, right ones full, junk harmless; nothing leaks."""
    report = validate(ROOT, assignment, jobs=usable_cores(), quick=quick)

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
