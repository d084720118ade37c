"""What a submission must score, said before it is graded: from the points and the weights of hidden tests."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autograder.course import Assignment, load_assignment
from autograder.grader import suite_folder
from autograder.tables import points_text
from autograder.validate import Example, examples_of

__all__ = ["Foreseen", "HiddenTest", "Ledger", "names_in"]


@dataclass(frozen=True)
class Foreseen:
    """The scores that are right; mostly a single one."""

    at_least: float
    at_most: float

    @classmethod
    def exactly(cls, score: float) -> Foreseen:
        """Only this score will do."""
        return cls(score, score)

    def holds(self, score: float) -> bool:
        """Whether a score is as foreseen, but for rounding."""
        return self.at_least - 0.01 <= score <= self.at_most + 0.01

    def __str__(self) -> str:
        low, high = points_text(self.at_least), points_text(self.at_most)
        return low if low == high else f"{low} … {high}"


@dataclass(frozen=True)
class HiddenTest:
    """A hidden test, as its source says.

    Attributes:
        name: Its function's name in words.
        weight: Among the tests of its exercise.
        gate: Whether the others are skipped when it fails.
        refuses: Whether it expects an exception.
    """

    name: str
    weight: float
    gate: bool
    refuses: bool


class Ledger:
    """The points of an assignment, and what a mistake must cost.

    Attributes:
        assignment: As its author wrote it.
        exercises: Names of the exercises, in the notebook's order.
        examples: The wrong and right examples of its hidden suite.
        points: Of what is graded automatically, in the notebook's order.
    """

    def __init__(self, root: Path, name: str) -> None:
        self.assignment: Assignment = load_assignment(root, name)
        self.exercises = self.assignment.names("exercise")
        self.examples: list[Example] = examples_of(root, name)
        written = self.assignment.names("written")
        self.points = {task: points for task, points in self.assignment.points.items() if task not in written}
        self._suite = suite_folder(root, name)

    @property
    def full(self) -> float:
        """What everything right is worth before a person reads the written answers."""
        return sum(self.points.values())

    @cached_property
    def tests(self) -> dict[str, list[HiddenTest]]:
        """The hidden tests by exercise."""
        return {name: _tests_in(self._suite / f"test_{name}.py") for name in self.exercises}

    def worth(self, exercise: str, tests: Iterable[HiddenTest]) -> float:
        """Points that some tests of an exercise are worth."""
        whole = sum(test.weight for test in self.tests[exercise])
        return self.points[exercise] * sum(test.weight for test in tests) / whole

    def users(self, exercise: str) -> set[str]:
        """The exercises whose solutions call this one, themselves or through others."""
        found: set[str] = set()
        todo = [exercise]
        while todo:
            used = todo.pop()
            new = {name for name, names in self._names.items() if used in names} - found - {exercise}
            found |= new
            todo += new
        return found

    @cached_property
    def independent(self) -> list[str]:
        """The exercises that no other one calls: a mistake there costs nothing elsewhere."""
        return [name for name in self.exercises if not self.users(name)] or self.exercises[-1:]

    def without(self, exercise: str) -> Foreseen:
        """The score when nothing of an exercise works, but all that does not call it does."""
        most = self.full - self.points[exercise]
        return Foreseen(most - sum(self.points[user] for user in self.users(exercise)), most)

    def after_losing(self, exercise: str, tests: Iterable[HiddenTest], *, only: bool) -> Foreseen:
        """The score when an exercise fails some tests.

        Args:
            exercise: Whose tests.
            tests: Those that must fail.
            only: Whether no other test may fail.
        """
        most = self.full - self.worth(exercise, tests)
        return Foreseen(most if only else self.without(exercise).at_least, most)

    def test_failed_by(self, example: Example) -> HiddenTest | None:
        """The test that a wrong example says it fails; None where it names none."""
        named = [test for test in self.tests.get(example.exercise, []) if test.name == example.fails]
        return named[0] if named else None

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Names that each exercise's solution uses."""
        solutions = self.assignment.solutions
        return {name: names_in(solutions[name]) - {name} for name in self.exercises}


def names_in(source: str) -> set[str]:
    """The names that some code uses."""
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def _tests_in(path: Path) -> list[HiddenTest]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        _test(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _test(node: ast.FunctionDef) -> HiddenTest:
    weight = 1.0
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("worth"):
            weight = float(ast.literal_eval(mark.args[0]))
    names = names_in(ast.unparse(node))
    gate = any(ast.unparse(mark).endswith("gate") for mark in node.decorator_list)
    title = node.name.removeprefix("test_").replace("_", " ")
    return HiddenTest(title, weight, gate, refuses="expect_raises" in names)
