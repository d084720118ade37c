"""Why points were lost: failures of a class grouped by the hidden test and what it said.

Where half of a class reads the same sentence, it is the task that was misread, or the task that misleads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.results import ExerciseResult, SubmissionResult, TestResult
from autograder.tables import test_title

__all__ = ["Cause", "causes"]

LOST = ("failed", "timed out", "crashed")


@dataclass(frozen=True)
class Cause:
    """One message of one hidden test.

    Attributes:
        exercise: The exercise or choice question; empty where the whole notebook was lost.
        test: What passing the hidden test means; a file that cannot be read loses all of them at once.
        says: What the students read.
        look_at: What they were told to look at.
        students: Who read it, in the order of the results.
        lost: How many lost this test, whatever they read.
        attempted: How many attempted the exercise.
    """

    exercise: str
    test: str
    says: str
    look_at: str
    students: tuple[str, ...]
    lost: int
    attempted: int

    @property
    def share(self) -> float:
        """Of those who attempted the exercise."""
        return len(self.students) / self.attempted


def causes(results: Sequence[SubmissionResult]) -> list[Cause]:
    """Failures by cause, the most frequent first; a student counts once for each.

    What was not attempted, what was skipped because another test failed, and what is ungraded has no cause.
    """
    attempted: dict[str, set[str]] = defaultdict(set)
    losers: dict[tuple[str, str], set[str]] = defaultdict(set)
    groups: dict[tuple[str, str, str], dict[str, TestResult]] = defaultdict(dict)
    for result in results:
        for exercise in _tried(result):
            attempted[exercise.name].add(result.student)
            for test in _lost_tests(exercise):
                losers[exercise.name, test.name].add(result.student)
                groups[exercise.name, test.name, test.says].setdefault(result.student, test)
    found = []
    for (name, test_name, says), group in groups.items():
        test, lost = next(iter(group.values())), len(losers[name, test_name])
        students, tried = tuple(group), len(attempted[name]) if name else len(results)
        found.append(Cause(name, test_title(test), says, test.look_at, students, lost, tried))
    return sorted(found, key=lambda cause: -len(cause.students))


def _tried(result: SubmissionResult) -> list[ExerciseResult]:
    """The exercises that were attempted; for a file that could not be read, one that stands for them all."""
    tried = [e for e in result.exercises if e.status not in ("not attempted", "ungraded")]
    if tried and all(test.name == "all tests" for e in result.exercises for test in e.tests):
        return [replace(tried[0], name="")]
    return tried


def _lost_tests(exercise: ExerciseResult) -> list[TestResult]:
    return [test for test in exercise.tests if test.status in LOST and test.attempted]
