"""The hidden suite and the student's code in one process, without any wall: what grading costs at least.

Also what a course with stock tools does: `score` stands in the hidden-test cells of the stock notebooks.
"""

from __future__ import annotations

import os
import queue
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from autograder import worker
from autograder.results import ExerciseResult
from autograder.suite import Suite, run_pytest

__all__ = ["InProcessSuite", "LocalSession", "score"]

ROOT = Path(__file__).resolve().parent.parent


class LocalSession:
    """Answers a hidden suite out of a namespace: no room, no fork, no wire."""

    def __init__(self, namespace: dict[str, Any], cells: list[str]) -> None:
        self.cells, self.runs = cells, list[SimpleNamespace]()
        self._notebook = worker.Notebook(namespace)

    def begin_test(self, seconds: int | None = None, *, same_fork: bool = False) -> bool:
        """Nothing is isolated here."""
        return False

    def end_test(self) -> str:
        """Nothing is captured here."""
        return ""

    def request(self, operation: str, *arguments: Any) -> Any:
        """The reply that a worker would send."""
        return worker.answer(self._notebook, operation, list(arguments))


class InProcessSuite:
    """A hidden suite that pytest collects once, in a thread that waits for exercises to grade."""

    def __init__(self, folder: Path) -> None:
        self.timed = None  # as `Suite` has it
        self._suite = Suite()
        self._jobs = queue.Queue[Any]()
        self._results = queue.Queue[ExerciseResult | None]()
        threading.Thread(target=self._main, args=[folder], daemon=True).start()

    def grade(
        self, session: Any, exercise: str, points: float, *, seed: int = 2026, **options: Any
    ) -> ExerciseResult:
        """Run one exercise's hidden tests, as `Suite.grade` does."""
        self._jobs.put((session, exercise, points, {"seed": seed, **options}))
        result = self._results.get()
        if result is None:
            self._results.put(None)  # for whoever asks next
            raise RuntimeError("pytest ended, and nobody is left to grade")
        return result

    def pytest_runtestloop(self) -> bool:
        """Takes the place of pytest's own loop."""
        while True:
            session, exercise, points, options = self._jobs.get()
            self._results.put(self._suite.grade(session, exercise, points, **options))

    def _main(self, folder: Path) -> None:
        run_pytest(str(folder), [self._suite, self])
        self._results.put(None)


_suites: dict[str, InProcessSuite] = {}


def score(assignment: str, exercise: str, points: float, namespace: dict[str, Any]) -> float:
    """Points of an exercise, graded in the student's own kernel as stock tools do."""
    if assignment not in _suites:
        _suites[assignment] = InProcessSuite(ROOT / "tests" / "hidden" / assignment)
    session = LocalSession(namespace, [os.linesep.join(namespace.get("In", []))])
    return _suites[assignment].grade(session, exercise, points).score or 0.0
