"""Every assignment of the course: its hidden suites are right."""

from pathlib import Path

import pytest

from autograder.course import assignments
from autograder.machine import usable_cores
from autograder.validate import validate

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("quick", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["quick", "whole"])
@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_the_suites_are_right(assignment, quick):
    """Solutions are full, stubs 0, wrong examples caught, right ones full, junk harmless; nothing leaks."""
    report = validate(ROOT, assignment, jobs=usable_cores(), quick=quick)

    assert report.problems == []
    assert all(entry.wrong and entry.right for entry in report.exercises.values() if entry.tests > 1)
