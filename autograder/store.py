"""Results on disk, found by the content that made them.

A result is a pure function of submission, suite, engine and environment, and is stored under the hash of
these: grading resumes after any crash and grades again only what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from autograder.results import SubmissionResult

__all__ = ["Store"]


class Store:
    """The results of a course, in `.autograder/results/`."""

    def __init__(self, root: Path) -> None:
        self.folder = root / ".autograder" / "results"

    def key(self, notebook: bytes, suite: str, engine: str) -> str:
        """Where the result of a notebook lies."""
        return hashlib.sha256(
            b"\0".join([hashlib.sha256(notebook).digest(), suite.encode(), engine.encode()])
        ).hexdigest()

    def load(self, key: str, student: str) -> SubmissionResult | None:
        """The result, if there is a whole one."""
        try:
            data = json.loads(self._path(key).read_text())
            return SubmissionResult.from_json({**data, "student": student})
        except (
            OSError,
            ValueError,
            TypeError,
            KeyError,
            RecursionError,
        ):  # whatever lies there, damaged or not
            return None

    def save(self, key: str, result: SubmissionResult) -> None:
        """Keep a result: whole or not at all. What is ungraded is not kept: it is to be tried again."""
        if result.status == "ungraded":
            return
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = json.dumps({**result.to_json(), "student": ""})
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
