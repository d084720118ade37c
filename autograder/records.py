"""What each student was last told: the results from which the gradebook's scores were written.

The store finds a result by what made it, and nothing tells which of them a gradebook holds. A record does, so
that a regrade can say why a score changes, and whether the code or only the suite did.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL, make_url

from autograder.results import SubmissionResult
from autograder.store import write_whole

__all__ = ["Records"]


class Records:
    """The records of a course, in `.autograder/applied/`, in a folder for each gradebook.

    Args:
        root: The course.
        db_url: The gradebook's database.
    """

    def __init__(self, root: Path, db_url: str) -> None:
        book = hashlib.sha256(_name_of(make_url(db_url), root).encode()).hexdigest()[:12]
        self.folder = root / ".autograder" / "applied" / book

    def load(self, assignment: str, student: str) -> SubmissionResult | None:
        """What the student was last told; None where that is not on record."""
        try:
            return SubmissionResult.from_json(json.loads(self._path(assignment, student).read_text()))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):  # none, or a damaged one
            return None

    def save(self, result: SubmissionResult) -> None:
        """Note that the gradebook now holds this result; what its cells displayed is not needed."""
        path = self._path(result.assignment, result.student)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(replace(result, cells=[]).to_json()))

    def _path(self, assignment: str, student: str) -> Path:
        return self.folder / assignment / f"{student}.json"


def _name_of(url: URL, root: Path) -> str:
    """One database's name, whoever logs in there; a file's is found again when the course has moved."""
    if url.drivername.startswith("sqlite"):
        return os.path.relpath(os.path.realpath(url.database or ""), root.resolve())
    return f"{url.host}:{url.port}/{url.database}"
