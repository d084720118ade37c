"""The code that a student handed in, by exercise: read and never run."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field
from pathlib import Path

from autograder import source
from autograder.classroom import notebook_of, students_of
from autograder.course import Assignment, visible_text
from autograder.notebook import CodeCell, Submitted, UnreadableError, grade_id_of, read_submitted

__all__ = ["StudentCode", "read_class", "read_code"]


@dataclass(frozen=True)
class StudentCode:
    """What a student wrote.

    Attributes:
        tasks: The cell that counts, by exercise and choice question.
        others: Cells that the release does not have, and that count for no task.
    """

    tasks: dict[str, CodeCell] = field(default_factory=dict)
    others: list[CodeCell] = field(default_factory=list)


def read_class(submitted: Path, assignment: Assignment) -> dict[str, StudentCode]:
    """The code of everybody who handed in, by student.

    Args:
        submitted: Folder that holds `<student>/<assignment>/<assignment>.ipynb`.
        assignment: What they were asked for.
    """
    name = assignment.name
    return {
        student: read_code(notebook_of(submitted, student, name), assignment)
        for student in students_of(submitted, name)
    }


def read_code(path: Path, assignment: Assignment) -> StudentCode:
    """The code in a submitted notebook; empty where there is none that can be read."""
    try:
        submitted = read_submitted(path, assignment.grade_ids)
    except UnreadableError:
        return StudentCode()
    tasks = _cells_of_tasks(submitted, assignment)
    known = {text for cell in assignment.cells for text in _as_released(visible_text(cell.source))}
    taken = {cell.index for cell in tasks.values()}
    rest = [cell for cell in submitted.cells if cell.index not in taken]
    return StudentCode(tasks, [cell for cell in rest if cell.source.strip() not in known])


def _cells_of_tasks(submitted: Submitted, assignment: Assignment) -> dict[str, CodeCell]:
    """By task: the last cell that defines it, as in grading, or else the one that should have."""
    names = {name: name for name in assignment.names("exercise")}
    names |= {cell.variable: cell.name for cell in assignment.cells if cell.kind == "choice"}
    metadata = json.loads(submitted.raw)["cells"]
    claimed: dict[str, CodeCell] = {}
    defined: dict[str, CodeCell] = {}
    for cell in submitted.cells:
        claimed[grade_id_of(metadata[cell.index])] = cell
        defined |= {names[name]: cell for name in _defined_names(cell.source) if name in names}
    found = claimed | defined
    return {name: found[name] for name in names.values() if name in found}


def _defined_names(text: str) -> set[str]:
    """Names that a cell's own statements give a meaning to."""
    tree = source.parse_cell(text)
    names: set[str] = set()
    for node in tree.body if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def _as_released(text: str) -> tuple[str, str]:
    """A released cell as it is, and what is left of it where it is an experiment."""
    return text.strip(), source.definitions(text).strip()
