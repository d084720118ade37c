"""Reads a submitted notebook: whatever was handed in, in whatever state."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder import source
from autograder.sanitise import plain_text

__all__ = ["CodeCell", "Submitted", "UnreadableError", "cells_to_run", "grade_id_of", "read_submitted"]

MAX_BYTES = 20 << 20


class UnreadableError(Exception):
    """The file cannot be graded; its text says why and what to do. `missing`: there is no file at all."""

    def __init__(self, says: str, *, missing: bool = False) -> None:
        super().__init__(says)
        self.missing = missing


@dataclass(frozen=True)
class CodeCell:
    """A code cell that grading runs.

    Attributes:
        index: Its place in the notebook, from 0.
        source: What is run: of an experiment, only its definitions.
    """

    index: int
    source: str


@dataclass
class Submitted:
    """A notebook as it was handed in.

    Attributes:
        raw: The file's bytes.
        cells: The code cells to run, in order.
        problems: Lines for the grader about what is odd.
    """

    raw: bytes
    cells: list[CodeCell]
    problems: list[str] = field(default_factory=list)


def read_submitted(path: Path, expected_ids: set[str]) -> Submitted:
    """Read a submission.

    Args:
        path: The notebook, which nobody has looked at yet.
        expected_ids: The `grade_id`s of the assignment, to recognise another assignment's notebook.

    Raises:
        UnreadableError: There is no notebook, or none that can be graded.
    """
    raw = _read(path)
    try:
        notebook = json.loads(raw)
    except (ValueError, RecursionError) as error:
        broken = (
            "is empty"
            if not raw.strip()
            else f"is not a notebook: its JSON is broken ({type(error).__name__})"
        )
        raise UnreadableError(f"{path.name} {broken}. Hand it in again.") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UnreadableError(
            f"{path.name} is JSON, but no notebook in format 4. Open it in JupyterLab, save, hand in again."
        )
    ids = [grade_id for cell in cells if (grade_id := grade_id_of(cell))]
    submitted = Submitted(raw, cells_to_run(cells))
    if ids and not expected_ids & set(ids):
        submitted.problems.append(
            f"{path.name} looks like another assignment's notebook (it holds {_one_line(ids[0])})."
        )
    twice = sorted({grade_id for grade_id in ids if ids.count(grade_id) > 1 and grade_id in expected_ids})
    if twice:
        submitted.problems.append(
            f"{path.name} holds copies of {', '.join(twice)}; the last definition counts."
        )
    gone = sorted(expected_ids - set(ids))
    if gone and not submitted.problems:
        submitted.problems.append(
            f"{path.name} lacks the cells {', '.join(gone)}; what is defined elsewhere still counts."
        )
    return submitted


def _read(path: Path) -> bytes:
    try:
        info = path.lstat()
    except OSError:
        raise UnreadableError(f"there is no {path.name}. Hand it in.", missing=True) from None
    if not stat.S_ISREG(info.st_mode) or path.parent.is_symlink():
        raise UnreadableError(
            f"{path.name} is a link or no ordinary file, which is not followed. Hand the file itself in."
        )
    if info.st_size > MAX_BYTES:
        size = f"{info.st_size >> 20} MB, more than {MAX_BYTES >> 20} MB"
        raise UnreadableError(f"{path.name} has {size}. Clear its outputs and hand it in again.")
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(fd, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError(f"{path.name} cannot be read: {error.strerror}.") from None


def cells_to_run(cells: list[Any]) -> list[CodeCell]:
    """A notebook's code cells in order, without the checks; of experiments only what they define."""
    chosen = []
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        text = _text(cell.get("source"))
        grade_id = grade_id_of(cell)
        if not text.strip() or (grade_id.startswith("test_") and _nbgrader(cell).get("grade") is True):
            continue
        if _metadata(cell).get("experiment") is True:
            text = source.definitions(text)
        if text.strip():
            chosen.append(CodeCell(index, text))
    return chosen


def _one_line(text: str) -> str:
    """Text of a student's for a log, a terminal and a page."""
    return " ".join(plain_text(text, 100).replace("`", "'").split())


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _metadata(cell: Any) -> dict[str, Any]:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def _nbgrader(cell: Any) -> dict[str, Any]:
    inner = _metadata(cell).get("nbgrader")
    return inner if isinstance(inner, dict) else {}


def grade_id_of(cell: Any) -> str:
    """What nbgrader calls a cell; empty where it says nothing."""
    grade_id = _nbgrader(cell).get("grade_id")
    return grade_id if isinstance(grade_id, str) else ""
