"""nbgrader's late-submission plugin: `nbgrader autograde` and `autograder grade` both ask it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin

from autograder.late.clock import HandedIn, lost_percent
from autograder.late.rules import Rules, read_rules

__all__ = ["LateDays"]


class LateDays(BasePlugin):
    """Goes by the course's `late.toml`, which is read again for each notebook.

    Attributes:
        rules: What the file says. A broken one raises `BrokenRules`, also for those who were in time.
    """

    rules: Rules

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rules = read_rules(Path(CourseDirectory(config=self.config).root))

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Points to take off.

        The seconds alone do not say which days have begun, nor which slip days are left. The gradebook does,
        and nbgrader's preprocessor, which has it open, is the plugin's parent.
        """
        assert self.parent is not None
        handed_in = _all_handed_in(self.parent.gradebook, student_id)
        percent = lost_percent(self.rules, student_id, handed_in, self.parent.assignment_id)
        return round(score * percent / 100, 4) or None


def _all_handed_in(book: Gradebook, student: str) -> list[HandedIn]:
    """A student's submissions that have both a due time and a time of their own."""
    return [
        HandedIn(_utc(one.assignment.duedate), one.assignment.name, _utc(one.timestamp), _utc(one.duedate))
        for one in book.student_submissions(student)
        if one.timestamp is not None and one.assignment.duedate is not None
    ]


def _utc(moment: datetime) -> datetime:
    """A time out of nbgrader's database, which keeps UTC and does not say so."""
    return moment.replace(tzinfo=UTC)
