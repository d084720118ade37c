"""Grades notebooks of one assignment: a warm server, a suite host, and the way through both."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
import threading
import time
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.course import load_assignment, read_settings
from autograder.host import SuiteHost
from autograder.notebook import Submitted, UnreadableError, read_submitted
from autograder.preload import check_room, modules_of
from autograder.results import (
    ExerciseResult,
    SubmissionResult,
    TestResult,
    exercise_result,
    ungraded_exercise,
)
from autograder.room import bubblewrap_problem
from autograder.session import Limits
from autograder.stand_ins import needs_of
from autograder.store import Store
from autograder.verdicts import OurFault, SandboxMissing
from autograder.warm import WarmServer

__all__ = ["Grader", "engine_version", "exercises_of", "suite_folder"]

TRIES = 4


class Grader:
    """Grades submissions of one assignment. A context: leaving it ends every process that it started.

    Args:
        root: The course.
        name: The assignment.
        limits: Of student code; the usual ones where None.
        seed: Of the hidden inputs; that of `course.toml` where None.

    Attributes:
        assignment: The assignment, as its author wrote it.
        suite_hash: Of the hidden suite, the source, the seed and the limits.
    """

    def __init__(
        self, root: Path, name: str, *, limits: Limits | None = None, seed: int | None = None
    ) -> None:
        self.root, self.assignment = root, load_assignment(root, name)
        settings = read_settings(root)
        self.limits = limits or Limits(gpu=settings.gpu)
        self.seed = settings.seed if seed is None else seed
        self.store = Store(root)
        self._warm: WarmServer | None = None
        self._host: SuiteHost | None = None
        self._accelerator = ""
        self._lock, self._closed = threading.Lock(), False

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that grading started, for good."""
        self._closed = True  # whoever is still grading must not start them again
        with self._lock:
            for process in (self._host, self._warm):
                if process:
                    process.close()
            self._host = self._warm = None

    @property
    def exercises(self) -> list[str]:
        """What is graded here, in the notebook's order: everything but the written questions."""
        return list(self._auto_points())

    def start(self) -> None:
        """Start what grading needs, unless it runs already.

        Raises:
            SandboxMissing: This machine has no sandbox, and student code is not run without one.
            OurFault: Something did not start.
        """
        self._processes()

    def _processes(self) -> tuple[WarmServer, SuiteHost]:
        """The warm server and the suite host; one that died is replaced."""
        with self._lock:
            if self._closed:
                raise OurFault("grading was ended before this submission was graded")
            if self._warm is not None and not self._warm.alive:
                self._warm.close()
                self._warm = None
            if self._host is not None and not self._host.alive:
                self._host.close()
                self._host = None
            if self._warm is None:
                if problem := bubblewrap_problem():
                    raise SandboxMissing(problem)
                warm = WarmServer(self.preload)
                try:
                    self._accelerator = check_room(warm.address, self.preload, self.limits)
                except BaseException:
                    warm.close()
                    raise
                self._warm = warm
            if self._host is None:
                self._host = SuiteHost(suite_folder(self.root, self.assignment.name))
            return self._warm, self._host

    @cached_property
    def suite_hash(self) -> str:
        """Changes whenever the hidden suite, the assignment, the seed or the limits do."""
        digest = hashlib.sha256(f"{self.seed} {self.limits}".encode())
        folders = [suite_folder(self.root, self.assignment.name), self.root / "source" / self.assignment.name]
        for folder in folders:
            _add_files(digest, folder.glob("*.py"))
        return digest.hexdigest()[:16]

    @cached_property
    def preload(self) -> list[str]:
        """Modules that the warm server imports once for the class."""
        return modules_of(self.assignment, suite_folder(self.root, self.assignment.name))

    # -------------------------------------------------------------- grading

    def grade_file(self, path: Path, student: str, only: str | None = None) -> SubmissionResult:
        """Grade the notebook at `path`, whatever it is; an unchanged one is not graded again.

        Args:
            path: The notebook.
            student: Whose it is.
            only: The one exercise to grade; all of them where None.
        """
        try:
            return _part(self._grade_file(path, student, only), only)
        except OurFault:  # nobody's grade could be worked out here, or kept
            raise
        except Exception as error:  # whatever it is, it is ours, and harms nobody else's grade
            found = "".join(traceback.format_exception(error))
            says = "the grader itself failed on this notebook; please report it."
            return _part(self.ungraded(student, says, staff=found), only)

    def _grade_file(self, path: Path, student: str, only: str | None) -> SubmissionResult:
        try:
            submitted = read_submitted(path, self.assignment.grade_ids)
        except UnreadableError as problem:
            return self._without_points(student, str(problem), attempted=not problem.missing)
        key = self._key(submitted)
        result = self.store.load(key, student)
        if result is None and only is not None:  # kept apart: nobody may take it for the whole
            key = self._key(submitted, only)
            result = self.store.load(key, student)
        if result is None:
            result = _part(self.grade_submitted(submitted, student, only), only)
            self.store.save(key, result)
        return result

    def look_up(self, path: Path, student: str) -> SubmissionResult | None:
        """What `grade_file` would say at once; None where the notebook is still to be graded."""
        try:
            submitted = read_submitted(path, self.assignment.grade_ids)
        except UnreadableError as problem:
            return self._without_points(student, str(problem), attempted=not problem.missing)
        return self.store.load(self._key(submitted), student)

    def _key(self, submitted: Submitted, only: str = "") -> str:
        return self.store.key(submitted.raw, f"{self.suite_hash} {only}".strip(), engine_version())

    def grade_submitted(
        self, submitted: Submitted, student: str, only: str | None = None
    ) -> SubmissionResult:
        """Grade a notebook that has been read; with `only`, that exercise and what it needs."""
        cells = [cell.source for cell in submitted.cells]
        try:
            self.start()  # this is no part of the student's time
            started = time.monotonic()
            reply = self.grade_cells(cells, None if only is None else self._with_needs(only))
        except SandboxMissing:
            raise
        except OurFault as fault:
            return self.ungraded(student, str(fault), submitted)
        exercises = exercises_of(reply)
        order = list(self._auto_points())
        exercises.sort(key=lambda exercise: order.index(exercise.name))
        runs = [{**run, "index": submitted.cells[run["number"] - 1].index} for run in reply["cells"]]
        return SubmissionResult(
            student,
            self.assignment.name,
            exercises,
            submitted.problems,
            runs,
            notebook=_digest(submitted.raw),
            told=reply["told"],
            accelerator=self._accelerator,
            seconds=time.monotonic() - started,
        )

    def ungraded(
        self, student: str, says: str, submitted: Submitted | None = None, *, staff: str = ""
    ) -> SubmissionResult:
        """The result of a submission that we could not grade, read or not."""
        points = self._auto_points().items()
        exercises = [ungraded_exercise(name, share, says, staff=staff) for name, share in points]
        result = SubmissionResult(student, self.assignment.name, exercises)
        if submitted:
            result.problems, result.notebook = submitted.problems, _digest(submitted.raw)
        return result

    def grade_cells(
        self,
        cells: Sequence[str],
        only: Iterable[str] | None = None,
        *,
        seed: int | None = None,
        until_loss: bool = False,
        only_test: str = "",
        timed: bool = False,
    ) -> dict[str, Any]:
        """Grade bare cells; the reply is what `autograder.host` says.

        Where a process died, or something of ours failed, this is not believed until it has happened twice
        in the same way, the second time in fresh processes: the machine may have been to blame.

        Args:
            cells: Sources of code cells, in order.
            only: Names of exercises and choice questions to grade; all of them where None.
            seed: Of the hidden inputs; the grader's own where None.
            until_loss: Skip an exercise's tests after the first that is not passed.
            only_test: Run no test but those of this name, and the gates.
            timed: Find out each test's processor time.

        Raises:
            OurFault: Nothing could be graded.
        """
        options = {"until_loss": until_loss, "only_test": only_test, "timed": timed}
        job, before = self._job(cells, only, seed) | options, None
        for _ in range(TRIES):
            fault, reply = None, None
            try:
                warm, host = self._processes()
                reply = host.grade({**job, "warm": warm.address, "accelerator": self._accelerator})
            except SandboxMissing:
                raise
            except OurFault as raised:
                fault = raised
            seen = _outcomes(reply) if reply else "nothing"
            if reply and not reply["accidents"] and all(e["score"] is not None for e in reply["exercises"]):
                return reply
            if seen == before:
                break
            before = seen
        else:
            fault = fault or OurFault(f"its processes ended in another way each of {TRIES} times")
        if fault or not reply:
            raise fault or OurFault("there was no reply")
        return reply

    def fingerprint(
        self,
        cells: Sequence[str],
        only: Iterable[str] | None = None,
        *,
        seed: int | None = None,
        **options: Any,
    ) -> str:
        """Changes whenever what `grade_cells` replies to the same arguments may change.

        Unlike `suite_hash` it leaves out the tests of exercises that are not asked for.
        """
        job = self._job(cells, only, seed) | options
        digest = hashlib.sha256(f"{engine_version()} {json.dumps(job, sort_keys=True)}".encode())
        others = {
            f"test_{name}" for name in self.assignment.names("exercise") if name not in job["exercises"]
        }
        files = suite_folder(self.root, self.assignment.name).glob("*.py")
        _add_files(digest, [path for path in files if path.stem not in others])
        return digest.hexdigest()

    def _job(self, cells: Sequence[str], only: Iterable[str] | None, seed: int | None) -> dict[str, Any]:
        """What the suite host is asked, but for the warm server's address."""
        wanted = set(self._auto_points() if only is None else only)
        points, answers = self.assignment.points, self.assignment.answers
        variables, told = self.assignment.variables, self.assignment.names("told")
        return {
            "cells": list(cells),
            "exercises": {name: points[name] for name in self.assignment.names("exercise") if name in wanted},
            "choices": {n: [points[n], variables[n], right] for n, right in answers.items() if n in wanted},
            "told": {name: variables[name] for name in told},
            "limits": asdict(self.limits),
            "seed": self.seed if seed is None else seed,
            "needs": {name: need for name, need in self._needs.items() if name in wanted},
        }

    def _with_needs(self, exercise: str) -> list[str]:
        return [*self._needs.get(exercise, {"names": []})["names"], exercise]

    @cached_property
    def _needs(self) -> dict[str, Any]:
        return needs_of(self.assignment)

    def _auto_points(self) -> dict[str, float]:
        """Points of what we grade: everything but the written questions, in the notebook's order."""
        written = set(self.assignment.names("written"))
        return {name: points for name, points in self.assignment.points.items() if name not in written}

    def _without_points(self, student: str, problem: str, *, attempted: bool) -> SubmissionResult:
        exercises = []
        for name, points in self._auto_points().items():
            test = TestResult(
                "all tests", "All tests.", "failed", 0.0, points, says=problem, attempted=attempted
            )
            exercises.append(exercise_result(name, points, [test]))
        return SubmissionResult(student, self.assignment.name, exercises, [problem])


def suite_folder(root: Path, name: str) -> Path:
    """Where the hidden suite of an assignment lies."""
    return root / "tests" / "hidden" / name


@cache
def engine_version() -> str:
    """Changes whenever the engine, or a package that decides values, does.

    The packages in this folder, but for `course`, only stand around the engine: commands, pages, the demo.
    """
    digest = hashlib.sha256(sys.version.encode())
    for package in ("torch", "numpy", "scikit-learn", "ipython"):
        digest.update(f"{package} {importlib.metadata.version(package)}".encode())
    here = Path(__file__).parent
    for files in (here.glob("*.py"), here.glob("course/*.py"), (here.parent / "convlab").rglob("*.py")):
        _add_files(digest, files)
    return digest.hexdigest()[:16]


def _add_files(digest: hashlib._Hash, files: Iterable[Path]) -> None:
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")


def _outcomes(reply: dict[str, Any]) -> str:
    """What was said of every test, without words: what one pass of grading is compared by with the next."""
    said = []
    for exercise in reply["exercises"]:
        tests = [(test["name"], test["status"]) for test in exercise["tests"]]
        said.append((exercise["name"], exercise["status"], exercise["score"], tests))
    return json.dumps(said)


def exercises_of(reply: dict[str, Any]) -> list[ExerciseResult]:
    """The exercises in a reply of the suite host."""
    tests_of = lambda exercise: [TestResult(**test) for test in exercise["tests"]]  # noqa: E731
    return [ExerciseResult(**{**exercise, "tests": tests_of(exercise)}) for exercise in reply["exercises"]]


def _digest(notebook: bytes) -> str:
    return hashlib.sha256(notebook).hexdigest()


def _part(result: SubmissionResult, only: str | None) -> SubmissionResult:
    """The result, with one exercise of it where only that was asked for."""
    if only is None:
        return result
    return replace(result, exercises=[one for one in result.exercises if one.name == only])
