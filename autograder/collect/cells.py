"""Which assignment a notebook belongs to, by the names of its own cells, whatever the file is called."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.notebook import MAX_BYTES, grade_id_of

__all__ = ["assignment_of", "grade_ids", "released"]


def grade_ids(path: Path) -> set[str]:
    """Names that nbgrader gave a notebook's cells; none where it is no notebook, or nothing to be read."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return set()
        cells = json.loads(path.read_bytes())["cells"]
        return {grade_id for cell in cells if (grade_id := grade_id_of(cell))}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def released(folder: Path) -> dict[str, set[str]]:
    """The cells' names of every released assignment."""
    return {
        path.stem: grade_ids(path)
        for path in sorted(folder.glob("*/*.ipynb"))
        if path.parent.name == path.stem
    }


def assignment_of(path: Path, known: dict[str, set[str]]) -> str | None:
    """The released assignment with most of a notebook's cells; None where it has none of any."""
    ids = grade_ids(path)
    best = max(known, key=lambda name: len(known[name] & ids), default=None)
    return best if best is not None and known[best] & ids else None
