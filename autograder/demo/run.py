"""The demo's steps, one after the other, each shown as the command that a person would type."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.demo.course import command, fresh_course, scores_of
from autograder.demo.pages import page_of, problems_of
from autograder.demo.students import HandIn, class_of, hand_in

__all__ = ["Outcome", "Row", "run"]


@dataclass(frozen=True)
class Row:
    """What became of one submission.

    Attributes:
        submission: What was handed in.
        score: In the gradebook; None where it is ungraded.
        page: The feedback.
    """

    submission: HandIn
    score: float | None
    page: Path

    @property
    def as_foreseen(self) -> bool:
        """Whether it was graded as it must be, and got feedback."""
        return self.score is not None and self.submission.foreseen.holds(self.score) and self.page.is_file()


@dataclass(frozen=True)
class Outcome:
    """What became of the class; all is well when there are no surprises."""

    rows: list[Row]
    surprises: list[str]


def run(root: Path, name: str, folder: Path, console: Console) -> Outcome:
    """Build, release, hand in, grade and give feedback, with the course's own commands.

    Args:
        root: The course that the demo's is copied from.
        name: The assignment.
        folder: Of the demo's course; made anew.
        console: Where to show it.

    Raises:
        CommandError: A command failed.
    """
    fresh_course(root, name, folder)
    _step(console, folder, "autograder", "build", name)
    _step(console, folder, "nbgrader", "generate_assignment", name)
    submissions = class_of(folder, name)
    console.print(f"[bold]{len(submissions)} students hand in[/bold], to {folder.name}/submitted/")
    for submission in submissions:
        hand_in(submission, folder / "submitted", name)
        console.print(f"    {submission.student:<8} {submission.did}", markup=False)
    _step(console, folder, "nbgrader", "autograde", name)
    _step(console, folder, "nbgrader", "generate_feedback", name)
    scores = scores_of(folder, name)
    rows = [Row(s, scores.get(s.student), page_of(folder, name, s.student)) for s in submissions]
    surprises = [f"{row.submission.student} is not as foreseen" for row in rows if not row.as_foreseen]
    return Outcome(rows, surprises + problems_of(folder, name))


def _step(console: Console, folder: Path, *words: str) -> None:
    """Run a command; show what it is, whom it is busy with, and how long it took."""
    started = time.monotonic()
    console.print(f"[bold]$ {' '.join(words)}[/bold]")

    def said(line: str) -> None:
        if student := re.search(r"submitted/(\w+)/", line):
            status.update(f"    {student[1]} …")

    with console.status("    …") as status:
        command(folder, *words, said=said)
    console.print(f"    done in {time.monotonic() - started:.0f} s")
