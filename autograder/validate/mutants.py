"""Small changes to a worked solution, each of which a hidden suite should notice.

A suite that lets such a mutant pass has a gap, unless the mutant is still right. Those that are stand in
`tests/hidden/<assignment>/equivalent.toml`, each with its reason.
"""

from __future__ import annotations

import ast
import copy
import difflib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Equivalent", "Mutant", "mutants_of", "read_equivalent"]


@dataclass(frozen=True)
class Mutant:
    """A solution with one change.

    Attributes:
        line: Of the change, in the exercise's cell.
        before: The lines that changed, as they were, joined by " ⏎ ".
        after: The same lines, changed.
        source: What replaces the exercise's cell.
    """

    line: int
    before: str
    after: str
    source: str


@dataclass(frozen=True)
class Equivalent:
    """A mutant that is still right, and why."""

    exercise: str
    before: str
    after: str
    reason: str


def read_equivalent(suite: Path) -> list[Equivalent]:
    """What stands in a hidden suite's `equivalent.toml`; nothing where there is no such file.

    Raises:
        ValueError: An entry lacks one of `exercise`, `before`, `after` and `reason`, or has something else.
    """
    file = suite / "equivalent.toml"
    if not file.is_file():
        return []
    entries = tomllib.loads(file.read_text(encoding="utf-8")).get("equivalent", [])
    try:
        return [Equivalent(**entry) for entry in entries]
    except TypeError as error:
        raise ValueError(f"{file.name}: {error}") from None


def mutants_of(cell: str) -> list[Mutant]:
    """Every mutant of a cell, each once.

    Args:
        cell: Source of a worked exercise.
    """
    tree = ast.parse(cell)
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    words = {part for node in ast.walk(tree) if isinstance(node, ast.Raise) for part in ast.walk(node)}
    for index, node in enumerate(ast.walk(tree)):
        for change in _changes(node) if node not in words else ():  # an error's wording is free
            mutated = copy.deepcopy(tree)
            target = _nth(mutated, index)
            replacement = change(target)
            if replacement is not target:
                _Replace(target, replacement).visit(mutated)
            source = _source(mutated)
            if source and source != original and source not in found:
                found[source] = Mutant(getattr(node, "lineno", 0), *_difference(original, source), source)
    return list(found.values())


# ------------------------------------------------------------------ where, and what

_Change = Callable[[ast.AST], ast.AST]
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_ANY_ORDER = {"min", "max", "minimum", "maximum", "equal", "allclose", "isclose", "gcd"}  # of arguments


def _changes(node: ast.AST) -> Iterator[_Change]:
    """What can be done to a node. Each change gets the node in a copy of the tree."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield _with("op", _ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield _with_item("ops", place, _COMPARISONS[type(operator)]())
    elif isinstance(node, ast.BoolOp):
        yield _with("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield lambda target: target.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant):
        yield from (_with("value", value) for value in _other_values(node.value))
    elif isinstance(node, ast.Slice):
        yield from (_with(part, None) for part in ("lower", "upper", "step") if getattr(node, part))
    elif isinstance(node, ast.Call):
        yield from _changes_of_call(node)
    elif isinstance(node, ast.IfExp):
        yield lambda target: target.body  # type: ignore[attr-defined]
        yield lambda target: target.orelse  # type: ignore[attr-defined]
    elif isinstance(node, ast.FunctionDef):
        for place in range(len(node.decorator_list)):
            yield _without_item("decorator_list", place)
    if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.If) and not _is_text(node):
        yield lambda target: ast.Pass()
    if isinstance(node, ast.With) and not any(item.optional_vars for item in node.items):
        yield lambda target: ast.If(ast.Constant(True), target.body, [])  # type: ignore[attr-defined]


def _changes_of_call(node: ast.Call) -> Iterator[_Change]:
    if isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        yield lambda target: target.func.value  # type: ignore[attr-defined]  # x.clone() → x
    name = ast.unparse(node.func).rpartition(".")[2]
    ordered = name not in _ANY_ORDER and not any(isinstance(arg, ast.Starred) for arg in node.args[:2])
    if len(node.args) >= 2 and ordered:

        def swapped(target: ast.AST) -> ast.AST:
            assert isinstance(target, ast.Call)
            target.args[:2] = reversed(target.args[:2])
            return target

        yield swapped
    for place in range(len(node.keywords)):
        yield _without_item("keywords", place)


def _other_values(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1] if value else [1]
    return [value * 2 if value else 1.0] if isinstance(value, float) else []


def _with(field: str, value: object) -> _Change:
    def change(target: ast.AST) -> ast.AST:
        setattr(target, field, value)
        return target

    return change


def _with_item(field: str, place: int, value: object) -> _Change:
    def change(target: ast.AST) -> ast.AST:
        getattr(target, field)[place] = value
        return target

    return change


def _without_item(field: str, place: int) -> _Change:
    def change(target: ast.AST) -> ast.AST:
        del getattr(target, field)[place]
        return target

    return change


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# ------------------------------------------------------------------ trees


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return self.replacement if node is self.target else super().visit(node)


def _nth(tree: ast.AST, index: int) -> ast.AST:
    return next(node for place, node in enumerate(ast.walk(tree)) if place == index)


def _source(tree: ast.AST) -> str:
    """The tree as text; empty where it is no Python any more."""
    try:
        source = ast.unparse(ast.fix_missing_locations(tree))
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return ""
    return source


def _difference(original: str, mutated: str) -> tuple[str, str]:
    """The lines that differ, of either."""
    before, after = [], []
    for line in difflib.ndiff(original.splitlines(), mutated.splitlines()):
        if line.startswith("- "):
            before.append(line[2:].strip())
        elif line.startswith("+ "):
            after.append(line[2:].strip())
    return " ⏎ ".join(before), " ⏎ ".join(after)
