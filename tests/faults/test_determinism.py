"""The same class, graded again and again, gets the same results to the letter."""

import json
import re

import pytest

from autograder.results import to_contract

NAME = "01_tiny"
STUDENTS = ["s0-full", "s1-wrong", "s3-exits", "s4-ends-itself", "s6-draws", "s8-raises"]


def letters(grader, results):
    """Everything that is said and kept of the results, timings aside."""
    contract = json.dumps(to_contract(NAME, "engine", grader.suite_hash, results))
    whole = json.dumps([result.to_json() for result in results])
    return re.sub(r'("seconds": |after )[\d.]+', r"\1…", contract + whole)


@pytest.mark.parametrize("times", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_grading_again_gives_the_same(graded, grader, times):
    """Each time everything is graded anew, one or two at a time, in one pair of servers or the next."""
    first = letters(grader, graded(STUDENTS))
    for number in range(1, times):
        if number % 5 == 2:
            grader._warm.close()
        assert letters(grader, graded(STUDENTS, jobs=1 + number % 2)) == first
