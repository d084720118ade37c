"""What a regrade would change: scores, and the tests behind them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from autograder.regrade.standing import Standing
from autograder.results import ExerciseResult, SubmissionResult, TestResult

__all__ = ["Change", "TestChange", "changes_of"]


@dataclass(frozen=True)
class TestChange:
    """One hidden test whose outcome, weight or words changed.

    Attributes:
        test: Its name.
        title: What passing means.
        before, after: Its status; None where there was, or is, no such test, or nothing is on record.
        worth: Points it is worth, before and after.
        says, look_at: What the student would read.
    """

    __test__ = False  # not a test, whatever pytest thinks of its name

    test: str
    title: str
    before: str | None
    after: str | None
    worth: tuple[float | None, float | None]
    says: str = ""
    look_at: str = ""

    @property
    def counts(self) -> bool:
        """Whether more than words changed."""
        return self.before != self.after or self.worth[0] != self.worth[1]


@dataclass(frozen=True)
class Change:
    """One exercise of one student.

    Attributes:
        exercise: Its name.
        before, after: What we gave and would give; None where ungraded.
        by_hand: What a person gave: that stays in force.
        gone: The assignment no longer has the exercise.
        recorded: It is known how the tests ended before.
        tests: Why.
    """

    exercise: str
    before: float | None
    after: float | None
    by_hand: float | None = None
    gone: bool = False
    recorded: bool = True
    tests: list[TestChange] = field(default_factory=list)

    @property
    def gain(self) -> float:
        """Points that the student would have more."""
        return 0.0 if self.by_hand is not None else (self.after or 0.0) - (self.before or 0.0)

    @property
    def counts(self) -> bool:
        """Whether more than words changed."""
        return self.before != self.after or self.gone or any(test.counts for test in self.tests)


def changes_of(
    standing: Standing, told: SubmissionResult | None, result: SubmissionResult, asked: Container[str]
) -> list[Change]:
    """How a new result differs from what the gradebook says.

    Args:
        standing: The student's rows.
        told: The result that they were written from, if that is on record.
        result: The new one.
        asked: All exercises of the assignment: others that the gradebook knows are gone from it.
    """
    before = {} if told is None else {exercise.name: exercise for exercise in told.exercises}
    found = [_change(standing, before.get(exercise.name), exercise) for exercise in result.exercises]
    found += _gone(standing, asked)
    return [change for change in found if change.counts or change.tests]


def _change(standing: Standing, told: ExerciseResult | None, now: ExerciseResult) -> Change:
    row = standing.scores.get(now.name)
    before, by_hand = (None, None) if row is None else (row.auto, row.by_hand)
    recorded = told is not None and row is not None and told.score == before
    if recorded or before != now.score:
        tests = list(_test_changes(told.tests if told and recorded else [], now.tests, recorded=recorded))
    else:
        tests = []  # the same score, and nobody knows what was said
    return Change(now.name, before, now.score, by_hand, recorded=recorded, tests=tests)


def _gone(standing: Standing, asked: Container[str]) -> Iterator[Change]:
    """What is no longer asked, unless its score is reset already and nobody has a score to lose."""
    for name, row in standing.scores.items():
        if name not in asked and (row.auto or (row.auto is None and row.by_hand)):
            yield Change(name, row.auto, 0.0, row.by_hand, gone=True)


def _test_changes(
    before: list[TestResult], after: list[TestResult], *, recorded: bool
) -> Iterator[TestChange]:
    old = {test.name: test for test in before}
    for test in after:
        was = old.pop(test.name, None)
        change = TestChange(
            test.name,
            test.title,
            was.status if was else None,
            test.status,
            (was.max_score if was else None, test.max_score),
            test.says,
            test.look_at,
        )
        words = was is not None and (was.says, was.look_at) != (test.says, test.look_at)
        if (recorded and (change.counts or words)) or (not recorded and test.status != "passed"):
            yield change
    for test in old.values():
        yield TestChange(test.name, test.title, test.status, None, (test.max_score, None))
