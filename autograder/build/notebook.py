"""Expands a percent script into the source notebook that nbgrader works on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.build.leaks import CANARY
from autograder.course import Cell, read_assignment
from autograder.course.regions import map_regions

__all__ = ["source_notebook", "write_source"]

v4: Any = nbformat.v4  # its functions have no types

SCHEMA_VERSION = 3
# Fixed, so that a rebuild on any machine gives the same bytes.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
}


def source_notebook(script: Path) -> NotebookNode:
    """The source notebook of a percent script, the same for the same script.

    Raises:
        ValueError: The script breaks a rule; the message says where, and what to do.
    """
    nodes: list[NotebookNode] = []
    anchor, count = "_start", 0
    cells = read_assignment(script).cells
    for cell in _with_choice_checks(_with_points(cells)):
        anchor, count = (cell.grade_id, 0) if cell.name else (anchor, count + 1)
        nodes.append(_node(cell, anchor if cell.name else f"{anchor}--{count}"))
    notebook: NotebookNode = v4.new_notebook(cells=nodes, metadata=METADATA)
    nbformat.validate(notebook)
    return notebook


def write_source(script: Path, path: Path) -> None:
    """Writes the source notebook of a percent script; raises ValueError as `source_notebook` does."""
    path.write_text(v4.writes(source_notebook(script)) + "\n", encoding="utf-8")


def _with_points(cells: Iterable[Cell]) -> list[Cell]:
    """Tells each exercise's public checks what it is worth, so that they can say how far one has come."""
    every = list(cells)
    total = sum(cell.points for cell in every if cell.kind == "check")
    for index, cell in enumerate(every):
        if cell.kind == "check":
            opening = f'public_checks("{cell.name}"'
            source = cell.source.replace(
                f"{opening})", f"{opening}, points={cell.points:g}, of={total:g})", 1
            )
            every[index] = replace(cell, source=source)
    return every


def _with_choice_checks(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Adds after each choice question a check that records the answer and does not know the right one."""
    for cell in cells:
        yield cell
        if cell.kind == "choice":
            offered = "" if cell.choices == "abc" else f', choices="{cell.choices}"'
            source = f'recorded("{cell.variable}", {cell.variable}{offered})'
            yield Cell("check", source, cell.line, cell.name, cell.points)


def _node(cell: Cell, cell_id: str) -> NotebookNode:
    new = v4.new_markdown_cell if cell.kind in ("text", "written") else v4.new_code_cell
    node: NotebookNode = new(_with_canary(cell), id=cell_id, metadata=_metadata(cell))
    return node


def _with_canary(cell: Cell) -> str:
    """The source with the canary in each solution region, where nbgrader must remove it from the release."""
    comment = f"<!-- {CANARY} -->" if cell.kind == "written" else f"# {CANARY}"
    return map_regions(cell.source, lambda indent, lines: [lines[0], f"{indent}{comment}", *lines[1:]])


def _metadata(cell: Cell) -> dict[str, Any]:
    if cell.kind == "experiment":
        # Run All goes on when an experiment needs a function that is not written yet.
        return {"experiment": True, "tags": ["raises-exception"]}
    if not cell.name or cell.kind == "told":
        return {}
    graded = cell.kind in ("check", "written")
    settings = {
        "grade": graded,
        "grade_id": cell.grade_id,
        "locked": cell.kind == "check",
        "schema_version": SCHEMA_VERSION,
        "solution": cell.kind != "check",
        "task": False,
    }
    return {"nbgrader": settings | ({"points": cell.points} if graded else {})}
