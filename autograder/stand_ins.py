"""One mistake is not punished twice: worked versions stand in for what an exercise needs and a student lacks.

`fgsm` takes its gradient from `input_gradient`. Where the student's own is missing or wrong, an `fgsm` that
lost points is graded once more with the worked version in its place, and what each test then gains counts.

The student's process gets to see what stands in for them, so it must be final by then what the student gets
for that: an exercise only ever needs earlier ones, and this comes after each has been graded once. What such
a test has to say is not shown, since code could choose it by what it saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder import source
from autograder.course import Assignment
from autograder.results import ExerciseResult, exercise_result

__all__ = ["StandIns", "best_of", "needs_of", "stand_ins_for"]


@dataclass(frozen=True)
class StandIns:
    """Worked versions of exercises.

    Attributes:
        names: Of the exercises.
        code: Defines them, and what they need in turn.
    """

    names: tuple[str, ...]
    code: str


def needs_of(assignment: Assignment) -> dict[str, dict[str, Any]]:
    """What exercises need of earlier ones, by the worked solutions, as JSON.

    Returns:
        By exercise `names`, what it needs, itself or through others, and `code` that defines all of these.
        Exercises that need nothing are left out.
    """
    exercises = assignment.names("exercise")
    given = [source.definitions(cell.source) for cell in assignment.cells if cell.kind == "code"]
    worked = {name: source.definitions(assignment.solutions[name]) for name in exercises}
    needs: dict[str, dict[str, Any]] = {}
    for place, name in enumerate(exercises):
        reached = source.reached([*given, *worked.values()], name)
        names = [earlier for earlier in exercises[:place] if earlier in reached]
        if names:
            needs[name] = {"names": names, "code": "\n\n".join([*given, *(worked[n] for n in names)])}
    return needs


def stand_ins_for(
    result: ExerciseResult,
    needs: Mapping[str, Any],
    graded: Mapping[str, ExerciseResult],
    cells: Sequence[str],
) -> StandIns | None:
    """What may have cost an exercise points besides itself; None where nothing has.

    Args:
        result: Of the exercise.
        needs: As `needs_of` says.
        graded: The exercises' results by name, this one's and those that it needs among them.
        cells: Sources of the student's code cells.
    """
    if result.name not in needs or result.status in ("passed", "ungraded"):
        return None
    wrong = {
        name for name in needs[result.name]["names"] if name in graded and graded[name].status != "passed"
    }
    if not wrong or not wrong & source.reached(cells, result.name):
        return None
    names = tuple(name for name in needs[result.name]["names"] if name in wrong)
    return StandIns(names, needs[result.name]["code"])


def best_of(alone: ExerciseResult, helped: ExerciseResult) -> ExerciseResult:
    """What is gained with stand-ins, added; of tests that are lost either way, what was said without them."""
    if helped.score is None:
        return alone
    gained = {test.name: test for test in helped.tests if test.status == "passed"}
    tests = [gained.get(test.name, test) for test in alone.tests]
    result = exercise_result(alone.name, alone.max_score, tests)
    if (result.score or 0) <= (alone.score or 0):
        return alone
    result.stand_ins = helped.stand_ins
    return result
