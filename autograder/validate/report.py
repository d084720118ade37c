"""What was found out about assignments, and how people read it: a table and a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from autograder.pages import write_page
from autograder.tables import points_text

__all__ = ["ExerciseReport", "Report", "Sentence", "report_table", "write_report"]


@dataclass(frozen=True)
class Sentence:
    """What the author of a wrong solution reads first."""

    example: str
    test: str
    says: str
    look_at: str


@dataclass
class ExerciseReport:
    """What was found out about one exercise.

    Attributes:
        seconds: Processor time that grading its solution takes, on both sides of the wall.
        slowest: The test that uses most of the processor time that student code may use in it.
        share: How much of that the solution uses, from 0 to 1.
    """

    name: str
    tests: int = 0
    solution: str = ""
    stub: str = ""
    wrong: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    killed: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    slowest: str = ""
    share: float = 0.0
    sentences: list[Sentence] = field(default_factory=list)


@dataclass
class Report:
    """What was found out about one assignment; it is right when there are no problems.

    Attributes:
        survivors: Mutants that no test notices, and nobody has called right: gaps to look at.
        notebook_seconds: Processor time of the worked notebook from top to bottom, at the reference's pace;
            0 where it was not run.
    """

    assignment: str
    exercises: dict[str, ExerciseReport]
    problems: list[str] = field(default_factory=list)
    survivors: list[str] = field(default_factory=list)
    notebook_seconds: float = 0.0


def report_table(report: Report, points: dict[str, float]) -> Table:
    """The report for a terminal."""
    took = f", {report.notebook_seconds:.0f} s from top to bottom" if report.notebook_seconds else ""
    table = Table(title=f"{report.assignment}{took}")
    counted = ("wrong caught", "right full", "mutants killed")
    for column in (
        "exercise",
        "points",
        "tests",
        "solution",
        "untouched",
        *counted,
        "seconds",
        "of deadline",
    ):
        table.add_column(
            column, justify="left" if column in ("exercise", "solution", "untouched") else "right"
        )
    for entry in report.exercises.values():
        found = (entry.wrong, entry.right, entry.killed)
        counts = [f"{sum(one)} / {len(one)}" if one else "" for one in found]
        tests = str(entry.tests) if entry.tests else ""
        seconds = f"{entry.seconds:.2f}" if entry.seconds else ""
        told = (entry.name, points_text(points[entry.name]), tests, entry.solution, entry.stub)
        table.add_row(*told, *counts, seconds, f"{entry.share:.0%}" if entry.slowest else "")
    return table


def write_report(file: Path, reports: Sequence[Report]) -> None:
    """Everything that was found out about some assignments, as one page.

    Args:
        file: Where the page goes.
        reports: In the order in which they are shown.
    """
    write_page(file, "validate.html.j2", reports=reports)
