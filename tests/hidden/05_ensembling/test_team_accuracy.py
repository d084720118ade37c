"""Hidden suite of `team_accuracy`."""
# convnet-canary-7f3a

import math
from typing import Any

from autograder.testing import (
    expect_equal,
    expect_nothing_raised,
    expect_number,
    expect_raises,
    expect_true,
    parametrize,
    random,
    worth,
)

LOOK_AT = "add up the chances of k right members out of size, for every k that is a majority, all of them too"


def _expected(p: float, size: int) -> float:
    """Member after member: the chances of having 0, 1, 2 … right ones so far."""
    chances = [1.0]
    for _ in range(size):
        wrong = [(1 - p) * chance for chance in chances]
        right = [p * chance for chance in chances]
        chances = [a + b for a, b in zip([*wrong, 0.0], [0.0, *right], strict=True)]
    return math.fsum(chances[size // 2 + 1 :])


def _expect_chances(student: Any, cases: list[tuple[float, int]], *, says: str, look_at: str) -> None:
    """Compare the values only: whether they are Python floats is another test's question."""
    actual = student.run(_chances, [list(case) for case in cases])
    whole = type(actual) is list and len(actual) == len(cases)
    expect_true(whole, says="team_accuracy gave no proper answer")
    for value, (p, size) in zip(actual, cases, strict=True):
        expect_number(value, _expected(p, size), tolerance=1e-5, says=says, look_at=look_at)


def _some_p(count: int) -> list[float]:
    return (0.02 + 0.96 * random(count)).tolist()


@worth(4)
@parametrize("size", [3, 5, 7, 9, 15, 25])
def test_chances(student, size):
    """Agrees with the chances of independent members, from three to twenty-five of them."""
    _expect_chances(
        student,
        [(p, size) for p in [0.5, *_some_p(8)]],
        says="the chance of a right majority is off",
        look_at=LOOK_AT,
    )


@worth(1)
def test_team_of_one(student):
    """A team of one is as good as its member."""
    _expect_chances(
        student,
        [(p, 1) for p in _some_p(6)],
        says="the chance is off for a team of one",
        look_at="one of one is a majority",
    )


@worth(1)
@parametrize("p", [0.0, 1.0])
@parametrize("size", [1, 3, 11])
def test_certain_members(student, p, size):
    """Takes members who are never right, and members who always are."""
    look_at = "p may be 0 or 1: no logarithm of p, and no division by it"
    with expect_nothing_raised(says="0 and 1 are chances like any other", look_at=look_at):
        says = "the chance is off for members who are never right, or always"
        _expect_chances(student, [(p, size)], says=says, look_at=LOOK_AT)


@worth(1)
@parametrize("size", [51, 101, 301])
def test_large_teams(student, size):
    """Counts exactly in large teams, too."""
    look_at = "the number of ways is large: math.comb counts exactly, where int64 and float32 overflow"
    with expect_nothing_raised(says="large teams are allowed", look_at=look_at):
        _expect_chances(
            student,
            [(p, size) for p in (0.47, 0.5, 0.53, *_some_p(3))],
            says="the chance of a right majority is off for a large team",
            look_at=look_at,
        )


@worth(2)
@parametrize("size", [2, 4, 10, 100, 0])
def test_even_size_raises(student, size):
    """Raises ValueError for an even number of members."""
    p = _some_p(1)[0]
    answer = student.run(_chances, [[p, 3]])
    whole = type(answer) is list and len(answer) == 1
    expect_true(whole, says="team_accuracy gave no proper answer")
    expect_number(answer[0], says="the output is no number for three members")

    with expect_raises(
        ValueError, says=f"size={size}", look_at="look at size % 2 first: an even team may be divided"
    ):
        student.team_accuracy(p, size)


@worth(1)
@parametrize("size", [1, 3, 9])
def test_python_float(student, size):
    """Returns a Python float."""
    actual = student.team_accuracy(0.6, size)

    kind = type(actual).__name__
    look_at = "float(…) makes one of a tensor or a NumPy number"
    expect_true(type(actual) is float, says=f"the output is of type {kind}, not float", look_at=look_at)
    expect_equal(0.0 <= actual <= 1.0, True, says="the output is no chance: it lies outside 0 to 1")


# ------------------------------------------------------------------ run beside the student's code


def _chances(student, cases):
    return [float(student.team_accuracy(p, size)) for p, size in cases]
