"""What a regrade would change, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from autograder.regrade.changes import Change, TestChange
from autograder.regrade.stage import Outcome, Staged
from autograder.regrade.standing import Standings
from autograder.sanitise import plain_text
from autograder.tables import points_text

__all__ = ["lines", "summary", "to_contract"]

OUTCOMES: dict[Outcome, str] = {
    "loses": "would lose",
    "gains": "would gain",
    "unchanged": "would keep their points",
    "ungraded": "could not be graded anew",
    "left": "are left as they are",
}
SHOWN = 300  # of a message [characters]


def lines(staged: Staged, before: Standings) -> Iterator[str]:
    """One student: points before and after, and for each exercise that changes, why."""
    if staged.left:
        yield f"{_short(staged.student)} · left as it is: {_short(staged.left)}"
        return
    changes = [change for change in staged.changes if change.counts]
    if not changes:
        return
    total, most = staged.standing.total, sum(before.points.values())
    new = f"{_points(total + staged.gain)} of {_points(most)}  ({_signed(staged.gain)})"
    yield f"{_short(staged.student)} · {_points(total)} of {_points(before.max_score)} → {new}"
    for change in changes:
        scores = f"{_points(change.before)} → {_points(change.after)}"
        yield f"  {_short(change.exercise)}  {scores}{_note(change)}"
        for test in change.tests:
            yield f"      {_test(test, change)}"
            if test.after not in (None, "passed") and test.says:
                yield f"          {_short(test.says)}"
    if staged.standing.penalty:
        yield f"  handed in late: the penalty of {_points(staged.standing.penalty)} is worked out anew"


def summary(staged: Sequence[Staged]) -> Iterator[str]:
    """How many gain and lose, and by which tests."""
    flips: Counter[tuple[str, str, str]] = Counter()
    for one in staged:
        for change in one.changes:
            for test in change.tests:
                if test.counts and change.recorded and not change.gone:
                    flips[change.exercise, test.test, _verb(test)] += 1
    for (exercise, name, verb), count in sorted(flips.items()):
        yield f"{exercise} · {_short(name)}: {verb} for {count}"
    counts = Counter(one.outcome for one in staged)
    yield ", ".join(f"{counts[outcome]} {says}" for outcome, says in OUTCOMES.items() if counts[outcome])
    words = sum(bool(one.changes) and not any(change.counts for change in one.changes) for one in staged)
    if words:
        yield f"{words} would read other words about the same points"


def _note(change: Change) -> str:
    if change.by_hand is not None:
        given = f", but {_points(change.by_hand)} by hand stays in force"
        return f" (no longer in the assignment{given})" if change.gone else given
    if change.gone:
        return " (no longer in the assignment)"
    if change.after is None:
        return " (waits for a person)"
    return "" if change.recorded else " (how its tests ended before is not on record)"


def _test(test: TestChange, change: Change) -> str:
    title = _short(test.title.rstrip("."))
    mark = "✓" if test.after == "passed" else "–" if test.after is None else "✗"
    return f"{mark} {_verb(test) if change.recorded else test.after}: {title[:1].lower()}{title[1:]}"


def _verb(test: TestChange) -> str:
    """What became of a test, for one student or for many."""
    if test.after is None:
        return "is asked no more"
    if test.before is None:
        return f"is new, and {test.after}"
    if test.before == test.after:
        old, new = test.worth
        return "says something else" if old == new else f"is worth {_points(new)} now, not {_points(old)}"
    return {"passed": "passes now", "failed": "fails now"}.get(test.after, f"is {test.after} now")


def _points(points: float | None) -> str:
    return "–" if points is None else points_text(points)


def _signed(points: float) -> str:
    text = points_text(abs(points))
    return "±0" if text == "0" else f"{'+' if points > 0 else '−'}{text}"


def _short(text: str) -> str:
    """On one line, and harmless to a terminal."""
    return " ".join(plain_text(text, SHOWN).split())


def to_contract(
    assignment: str, suite: str, only: str | None, staged: Sequence[Staged], *, applied: bool
) -> dict[str, Any]:
    """The JSON of a regrade (docs/json.md)."""
    students = [
        {
            "student": one.student,
            "outcome": one.outcome,
            "before": one.standing.total,
            "after": one.standing.total + one.gain,
            "left": one.left,
            "exercises": [_exercise(change) for change in one.changes],
        }
        for one in staged
    ]
    about = {"assignment": assignment, "suite": suite, "exercise": only, "applied": applied}
    return {**about, "students": students}


def _exercise(change: Change) -> dict[str, Any]:
    tests = [
        {key: value for key, value in asdict(test).items() if key != "worth"}
        | {"worth_before": test.worth[0], "worth_after": test.worth[1]}
        for test in change.tests
    ]
    scores = {"before": change.before, "after": change.after, "by_hand": change.by_hand}
    return {"name": change.exercise, **scores, "gone": change.gone, "tests": tests}
