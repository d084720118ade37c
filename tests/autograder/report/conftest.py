"""Results made by hand, as grading would have found them."""

import pytest

from autograder.results import SubmissionResult, TestResult, exercise_result, ungraded_exercise

NAME = "01_tiny"


def exercise_of(name, tests, points):
    """An exercise whose tests, all worth the same, are `(name, status)` or `(name, status, says)`."""
    worth = points / len(tests)
    found = []
    for test, status, *says in tests:
        score = None if status == "ungraded" else worth if status == "passed" else 0.0
        attempted = status != "not attempted"
        outcome = status if attempted else "failed"
        found.append(
            TestResult(test, f"{test.capitalize()}.", outcome, score, worth, *says, attempted=attempted)
        )
    return exercise_result(name, points, found)


@pytest.fixture(scope="session")
def result():
    """Makes a result: `result("ada", double=[("of tensors", "failed", "values are off")])`."""

    def make(student, *, seconds=1.0, points=4.0, problems=(), **exercises):
        made = [
            ungraded_exercise(name, points, tests)
            if isinstance(tests, str)
            else exercise_of(name, tests, points)
            for name, tests in exercises.items()
        ]
        return SubmissionResult(student, NAME, made, list(problems), seconds=seconds)

    return make
