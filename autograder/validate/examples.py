"""Hand-written solutions that test a hidden suite, wrong ones and right ones, and junk."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.grader import suite_folder

__all__ = ["DOES_NOTHING", "JUNK", "Example", "examples_of", "one_for_each_test"]

DOES_NOTHING = "returns nothing"
"""The junk that must earn nothing: who does nothing changes nothing, and is no better for it."""

# What a lost student may return; a suite must call each of these wrong, and never fail over it itself.
JUNK = {
    DOES_NOTHING: "return None",
    "returns a string": "return 'junk'",
    "returns an empty tuple": "return ()",
    "returns NaN": "import torch; return torch.tensor(float('nan'))",
    "returns a nested list": "return [[1, 'a'], {'b': None}]",
    "returns a huge integer": "return 10**400",
    "returns an empty tensor": "import torch; return torch.zeros(0, 3)",
    "returns its first argument": "return args[0] if args else None",
    "returns three junk tensors": "import torch; return torch.zeros(1), torch.ones(2, 2), torch.zeros(())",
    "returns a lambda": "return lambda: 0",
}


@dataclass(frozen=True)
class Example:
    """A hand-written solution that tests the suite.

    Attributes:
        exercise: What it solves.
        name: Its file's name: the misconception, or the way it is written.
        kind: Whether it must lose points or be full.
        source: What replaces the exercise's cell.
        fails: For a wrong one, the test that it must fail; empty where any will do.
    """

    exercise: str
    name: str
    kind: Literal["wrong", "right"]
    source: str
    fails: str = ""


def examples_of(root: Path, assignment: str) -> list[Example]:
    """The examples in `wrong/<exercise>/` and `right/<exercise>/` of a hidden suite."""
    kinds: tuple[Literal["wrong", "right"], ...] = ("wrong", "right")
    return [
        Example(path.parent.name, path.stem, kind, path.read_text(), _must_fail(path))
        for kind in kinds
        for path in sorted((suite_folder(root, assignment) / kind).glob("*/*.py"))
    ]


def one_for_each_test(examples: list[Example]) -> list[Example]:
    """All right examples, and the first wrong one for each test that they name."""
    wrong = {example.fails: example for example in reversed(examples) if example.kind == "wrong"}
    return [e for e in examples if e.kind == "right" or wrong[e.fails] is e]


def _must_fail(path: Path) -> str:
    """What an example's docstring says after "Fails:"."""
    lines = (ast.get_docstring(ast.parse(path.read_text())) or "").splitlines()
    named = [line.partition(":")[2].strip().rstrip(".") for line in lines if line.startswith("Fails:")]
    return named[0] if named else ""
