"""Results on disk, found by the content that made them.

A result is a pure function of submission, suite, engine and environment, and is stored under the hash of
these: grading resumes after any crash and grades again only what changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from autograder.results import SubmissionResult
from autograder.verdicts import OurFault

__all__ = ["Store", "write_whole"]


class Store:
    """The results of a course, in `.autograder/<kind>/`."""

    def __init__(self, root: Path, kind: str = "results") -> None:
        self.folder = root / ".autograder" / kind

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
        """Keep a result: whole or not at all. What is ungraded is not kept: it is to be tried again.

        Raises:
            OurFault: It cannot be kept; the text says why.
        """
        if result.status == "ungraded":
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, json.dumps({**result.to_json(), "student": ""}))
        except OSError as error:
            raise OurFault(
                f"results cannot be kept in {self.folder}: {error.strerror}. "
                "What was kept before is safe: mend this, and run the same command again."
            ) from None

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds all of it, or what was there before."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise
