"""Looks at feedback pages: they may hold nothing hidden, and no script of a submission."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from autograder.build import CANARY
from autograder.demo.hostile import MARKER

__all__ = ["page_of", "problems_of"]

SHORTEST = 30  # a shorter line of a hidden test is anybody's


def page_of(folder: Path, name: str, student: str) -> Path:
    """Where nbgrader writes a student's feedback."""
    return folder / "feedback" / student / name / f"{name}.html"


def problems_of(folder: Path, name: str) -> list[str]:
    """What is wrong with the feedback pages of an assignment; empty where nothing is."""
    secrets, lines = {CANARY, "the-secret-of-the-grader"}, _hidden_lines(folder, name)
    problems = []
    for page in sorted((folder / "feedback").glob(f"*/{name}/*.html")):
        html = page.read_text(encoding="utf-8")
        text = _flat(unescape(re.sub("<[^<>]*>", "", html)))
        student = page.parent.parent.name
        own = _handed_in(folder, name, student)
        given = [secret for secret in secrets if secret in text]
        given += [line for line in lines if line in text and line not in own]
        problems += [f"{student}'s feedback gives away: {secret}" for secret in given]
        problems += [f"{student}'s feedback is active: {found}" for found in _Active.of(html)]
    return problems


def _handed_in(folder: Path, name: str, student: str) -> str:
    """The student's own code, a line of which may be as it is in a hidden test."""
    path = folder / "submitted" / student / name / f"{name}.ipynb"
    if path.is_symlink():
        return ""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        return _flat(" ".join("".join(cell["source"]) for cell in notebook["cells"]))
    except (OSError, ValueError):  # a broken file is somebody's submission too
        return ""


def _hidden_lines(folder: Path, name: str) -> set[str]:
    """Lines of the hidden tests that no student writes: neither messages nor what the release shows."""
    public = _flat(" ".join(path.read_text() for path in (folder / "source" / name).glob("*.py")))
    lines = {
        _flat(line)
        for path in (folder / "tests" / "hidden" / name).glob("test_*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not re.search(r"says=|look_at|\"\"\"", line)
    }
    return {line for line in lines if len(line) >= SHORTEST and line not in public}


def _flat(text: str) -> str:
    return " ".join(text.split())


class _Active(HTMLParser):
    """Finds the hostile notebook's mark where a browser would act on it: in scripts and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    @classmethod
    def of(cls, html: str) -> list[str]:
        """What is active."""
        parser = cls()
        parser.feed(html)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at attributes; note where a script begins."""
        self._script = tag == "script"
        self.found += [f"<{tag} {name}>" for name, value in attrs if MARKER in (value or "")]

    def handle_endtag(self, tag: str) -> None:
        """Note where a script ends."""
        self._script = False

    def handle_data(self, data: str) -> None:
        """Look into scripts."""
        if self._script and MARKER in data:
            self.found.append("<script>")
