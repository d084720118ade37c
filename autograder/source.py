"""Reads a student's source without running it."""

from __future__ import annotations

import ast
import contextlib
import re
import threading
from collections.abc import Iterable, Sequence

__all__ = ["MAX_CELL", "definitions", "parse_cell", "reached", "torch_names"]

MAX_CELL = 300_000
"""A longer cell is neither run nor read: its syntax tree would take a hundred times its size [characters]."""

_PARSER = threading.Lock()
"""CPython 3.11 counts the depth of a tree for all threads together: two at once can raise SystemError."""

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def parse_cell(cell: str) -> ast.Module | None:
    """Syntax tree of a cell with its magics blanked out; None where it is no Python, or far too long."""
    if len(cell) > MAX_CELL:
        return None
    for text in (cell, _MAGIC.sub(r"\1pass", cell)):  # as it is first: a line may begin with a modulo
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError), _PARSER:
            return ast.parse(text)
    return None


def definitions(cell: str) -> str:
    """The imports, functions, classes and constants of a cell: what is safe to run again."""
    tree = parse_cell(cell)
    if tree is None:
        return ""
    kept: list[ast.stmt] = []
    lost: set[str] = set()  # names whose values are left out
    for node in tree.body:
        if _is_definition(node, lost):
            kept.append(node)
        else:
            names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
            lost |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    try:
        return ast.unparse(ast.Module(body=kept, type_ignores=[]))
    except RecursionError:  # an expression of hundreds of terms
        return ""


def torch_names(cells: Sequence[str], function: str) -> set[str]:
    """Names of torch attributes that a function uses, itself or through what it calls in the notebook.

    Args:
        cells: Sources of the notebook's code cells, in order.
        function: Name of a top-level function or class.

    Returns:
        Last parts of dotted names that start at torch: `F.conv2d` and `from torch import conv2d` both
        give "conv2d". A function of the student's own with that name gives nothing.
    """
    statements = _statements(cells)
    defined = _defined(statements)
    aliases = {k: v for k, v in _torch_imports(statements).items() if k not in defined}
    found = set[str]()
    for definition in _reached(defined, function):
        local = aliases | _torch_imports(list(ast.walk(definition)))
        for node in ast.walk(definition):
            dotted = _dotted(node)
            if dotted and dotted.split(".")[0] in local and isinstance(node, ast.Attribute):
                found.add(dotted.rsplit(".", 1)[1])
            elif isinstance(node, ast.Name) and node.id in local and "." in local[node.id]:
                found.add(local[node.id].rsplit(".", 1)[1])
    return found


def reached(cells: Sequence[str], name: str) -> set[str]:
    """Names that a notebook's function or class uses, itself or through others, defined there or not."""
    return set().union(*map(_names, _reached(_defined(_statements(cells)), name))) - {name}


def _reached(defined: dict[str, _Definition], name: str) -> list[_Definition]:
    todo, found = [name], dict[str, _Definition]()
    while todo:
        name = todo.pop()
        if name in defined and name not in found:
            found[name] = defined[name]
            todo += _names(defined[name])
    return list(found.values())


def _names(definition: _Definition) -> list[str]:
    return [node.id for node in ast.walk(definition) if isinstance(node, ast.Name)]


def _defined(statements: Iterable[ast.stmt]) -> dict[str, _Definition]:
    return {node.name: node for node in statements if isinstance(node, _Definition)}


def _statements(cells: Iterable[str]) -> list[ast.stmt]:
    return [node for cell in cells if (tree := parse_cell(cell)) for node in tree.body]


def _torch_imports(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Local name → dotted torch name, for every import of torch among the nodes."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "torch":
                    names[alias.asname or "torch"] = alias.name if alias.asname else "torch"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "torch":
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def _dotted(node: ast.AST) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _is_definition(node: ast.stmt, lost: set[str]) -> bool:
    """Whether a statement only names things: it calls nothing, and needs no name that is `lost`."""
    if isinstance(node, ast.Import | ast.ImportFrom | _Definition):
        return True
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        parts = list(ast.walk(node.value))
        used = {part.id for part in parts if isinstance(part, ast.Name)}
        return not used & lost and not any(isinstance(part, ast.Call) for part in parts)
    return False
