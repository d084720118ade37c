"""What students do to a notebook: fill cells in, copy and delete them, break them."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.build import CANARY
from autograder.course.regions import BEGIN, END
from autograder.notebook import grade_id_of

__all__ = [
    "Notebook",
    "add_code",
    "as_text",
    "cell_of",
    "fill_in",
    "loop_first",
    "loop_for_raise",
    "read",
    "without_marks",
]

Notebook = dict[str, Any]


def read(path: Path) -> Notebook:
    """A notebook, as JSON."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def as_text(notebook: Notebook) -> str:
    """The file of a notebook."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def without_marks(notebook: Notebook) -> Notebook:
    """The notebook as a student would have written it: without the marks of the solution regions."""
    plain = copy.deepcopy(notebook)
    for cell in plain["cells"]:
        lines = "".join(cell["source"]).splitlines(keepends=True)
        kept = [line for line in lines if line.strip() not in (BEGIN, END) and CANARY not in line]
        cell["source"] = "".join(kept).rstrip("\n")
    return plain


def cell_of(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    """The cell that nbgrader knows by this name."""
    cell: dict[str, Any] = next(cell for cell in notebook["cells"] if grade_id_of(cell) == grade_id)
    return cell


def fill_in(notebook: Notebook, sources: dict[str, str]) -> Notebook:
    """The notebook with other sources in the cells of some exercises and questions."""
    filled = copy.deepcopy(notebook)
    for grade_id, source in sources.items():
        cell_of(filled, grade_id)["source"] = source
    return filled


def add_code(notebook: Notebook, source: str) -> Notebook:
    """The notebook with one more code cell, after the first: the imports are still to come."""
    grown = copy.deepcopy(notebook)
    first = next(place for place, cell in enumerate(grown["cells"]) if cell["cell_type"] == "code")
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "added",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    grown["cells"].insert(first + 1, cell | {"source": source})
    return grown


def loop_for_raise(source: str) -> str:
    """A solution that loops for ever wherever it should raise."""

    class Loops(ast.NodeTransformer):
        def visit_Raise(self, node: ast.Raise) -> ast.stmt:
            return _endless()

    return _rewritten(source, lambda tree: Loops().visit(tree))


def loop_first(source: str) -> str:
    """A solution whose first function loops for ever."""

    def transform(tree: ast.Module) -> None:
        function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        function.body.insert(0, _endless())

    return _rewritten(source, transform)


def _endless() -> ast.stmt:
    return ast.parse("while True:\n    pass").body[0]


def _rewritten(source: str, transform: Callable[[ast.Module], Any]) -> str:
    tree = ast.parse(source)
    transform(tree)
    return ast.unparse(ast.fix_missing_locations(tree))
