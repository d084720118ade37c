"""nbgrader's collector plugin: `nbgrader zip_collect` asks it about each extracted file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.plugins import FileNameCollectorPlugin

from autograder.collect.cells import released
from autograder.collect.plan import Plan, plan
from autograder.late.rules import read_rules

__all__ = ["Collector"]


class Collector(FileNameCollectorPlugin):
    """Knows the names that Canvas, Moodle and Blackboard give, folders of students, and our own notebooks.

    An instructor's own `FileNameCollectorPlugin.named_regexp` goes before all of these.
    """

    _plan: Plan | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Whose file it is and what to call it; None to leave it where it is."""
        if self.named_regexp:
            found: dict[str, str] | None = super().collect(submitted_file)
            return found
        app: Any = self.parent
        assignment = app.coursedir.assignment_id
        if self._plan is None:
            self._plan = self._made(app, assignment)
        named = self._plan.chosen.get(Path(submitted_file))
        if named is None:
            return None
        when = {"timestamp": named.at.isoformat(" ")} if named.at else {}
        return {"student_id": named.student, "file_id": f"{assignment}.ipynb", **when}

    def _made(self, app: Any, assignment: str) -> Plan:
        """Decide about all files at once, since the newest of several is wanted, and say it."""
        folder = Path(app._format_collect_path(app.extracted_directory))
        known = released(Path(app.coursedir.root, app.coursedir.release_directory))
        made = plan(folder, assignment, known, read_rules(Path(app.coursedir.root)).zone)
        self.log.info("%d notebooks of %s understood", len(made.chosen), assignment)
        for line in made.said:
            self.log.warning("%s", line)
        for line in made.left:
            self.log.warning("Not collected, left in %s: %s", folder.name, line)
        return made
