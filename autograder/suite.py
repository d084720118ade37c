"""A hidden suite as a pytest plugin: collected once, then run against one submission after another.

pytest finds, parametrises and runs the tests; this plugin provides the `student` fixture, turns what a
test raises into a verdict, and sums verdicts up by exercise.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import os
import traceback
from collections.abc import Sequence
from typing import Any, Literal

import pytest

from autograder import testing
from autograder.results import ExerciseResult, TestResult, exercise_result, ungraded_exercise
from autograder.session import Session
from autograder.stand_ins import StandIns
from autograder.student import Student, source_of
from autograder.verdicts import Failed, NotAttempted, StudentFault, StudentTimedOut

__all__ = ["MARKERS", "Suite", "run_pytest"]

IMPATIENT_SECONDS = 3  # what a test gets once two others of its exercise ran out of time
MARKERS = (
    "worth(points): weight of a test among the tests of its exercise",
    "deadline(seconds): processor time that student code may use in this test",
    "gate: a test on which the exercise's other tests depend",
)


def run_pytest(folder: str, plugins: Sequence[object], *more: str) -> None:
    """Have pytest collect a hidden suite, on its own terms, whatever configuration lies around.

    Args:
        folder: Of the suite.
        plugins: Objects with pytest's hooks; one of them takes the place of its loop over the tests.
        more: Further arguments.
    """
    for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):  # meant for another pytest
        os.environ.pop(name, None)
    options = ["-c", os.devnull, "--rootdir", folder, "--import-mode=importlib", "--assert=plain"]
    options += ["--capture=no", "--strict-markers", "--continue-on-collection-errors"]
    options += ["--disable-plugin-autoload"]  # or what else is installed would have a say in grades
    options += ["--ignore-glob=*/wrong", "--ignore-glob=*/right"]
    # Each of these costs time in every test, and says nothing that a verdict does not.
    silent = ["cacheprovider", "terminal", "faulthandler", "logging", "warnings"]
    for plugin in [*silent, "unraisableexception", "threadexception"]:
        options += ["-p", f"no:{plugin}"]
    pytest.main([folder, *options, *more], plugins=plugins)


class Suite:
    """The collected tests of one assignment, by exercise (`test_<exercise>.py`).

    Args:
        broken: Names of files that are known to end whoever reads them, and how.

    Attributes:
        accelerator: The kind that a fresh room has, one of `autograder.results.ACCELERATORS`.
        timed: None, or where each test's processor time in the room goes, by exercise and test: seconds used
            and allowed. Each test then has a fork of its own, since only its end tells what a fork used.
    """

    def __init__(self, broken: dict[str, str] | None = None) -> None:
        self._tests: dict[str, list[list[pytest.Item]]] = {}
        self._broken = {_exercise(name): why for name, why in (broken or {}).items()}
        self._session: Session | None = None
        self._stand_ins: StandIns | None = None
        self._raised: BaseException | None = None
        self._timeouts = 0
        self._same_fork = False
        self.accelerator = "simgpu"
        self.timed: dict[str, dict[str, list[float]]] | None = None
        self._kept: dict[str, Any] = {}

    # -------------------------------------------------------------- pytest's side

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare our marks."""
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember the files that could not be collected."""
        if report.failed:
            exercise = _exercise(report.nodeid.rpartition("/")[2].partition("::")[0])
            self._broken[exercise] = str(report.longrepr)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Group the cases of one function: together they are one test."""
        grouped: dict[str, dict[str, list[pytest.Item]]] = {}
        for item in session.items:
            _ = item.location  # pytest works it out once: here, or in every fork anew
            exercise = item.path.stem.removeprefix("test_")
            function = getattr(item, "originalname", item.name)
            grouped.setdefault(exercise, {}).setdefault(function, []).append(item)
        self._tests = {exercise: list(functions.values()) for exercise, functions in grouped.items()}
        for module in {item.getparent(pytest.Module) for item in session.items} - {None}:
            _read_sources(module)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> pytest.TestReport:
        """Keep the first exception of a test's set-up, call or tear-down.

        Nobody reads the report: pytest's own, with the source of every frame, takes longer than most tests.
        """
        if call.excinfo is not None and self._raised is None:
            self._raised = call.excinfo.value
        outcome: Literal["passed", "failed"] = "failed" if call.excinfo is not None else "passed"
        when: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, when)

    @pytest.fixture
    def student(self) -> Student:
        """The submission that is being graded."""
        return self._student()

    # -------------------------------------------------------------- grading

    def grade(
        self,
        session: Session,
        exercise: str,
        max_score: float,
        *,
        seed: int,
        until_loss: bool = False,
        only_test: str = "",
        stand_ins: StandIns | None = None,
    ) -> ExerciseResult:
        """Run one exercise's tests against one submission.

        Args:
            session: The submission's.
            exercise: Its name.
            max_score: Its points, split over the tests by weight.
            seed: Of the hidden inputs.
            until_loss: Skip the tests after the first that is not passed.
            only_test: Run no test but this one and the gates.
            stand_ins: Take the place of what the student wrote.
        """
        if exercise in self._broken:
            says = f"The hidden suite could not be read (test_{exercise}.py)."
            return ungraded_exercise(exercise, max_score, says, staff=self._broken[exercise])
        if exercise not in self._tests:
            says = f"There is no hidden suite for this exercise (test_{exercise}.py)."
            return ungraded_exercise(exercise, max_score, says)
        self._session, self._stand_ins = session, stand_ins
        tests = self._tests[exercise]
        gates = [cases for cases in tests if _mark(cases, "gate")]
        others = [cases for cases in tests if not _mark(cases, "gate")]
        self._timeouts = 0
        share = max_score / sum(_worth(cases) for cases in tests)
        results, closed = {}, ""
        self._same_fork, self._kept = False, {}
        for cases in [*gates, *others]:
            points = share * _worth(cases)
            if closed:
                result = _skipped(cases, points, f"not run, because this failed: {closed}")
            elif only_test not in ("", _names(cases)[0]) and cases not in gates:
                result = _skipped(cases, points, "not asked for")
            else:
                result, shut = self._test(cases, points, seed)
                lost = until_loss and result.status != "passed"
                closed = result.title if lost or (shut and cases in gates) else ""
            results[id(cases)] = result
            if self.timed is not None:
                self._note_time(exercise, cases, result)
        session.end_test()
        graded = exercise_result(exercise, max_score, [results[id(cases)] for cases in tests])
        graded.stand_ins = list(stand_ins.names) if stand_ins else []
        return graded

    def _test(self, cases: Sequence[pytest.Item], points: float, seed: int) -> tuple[TestResult, bool]:
        """Result of a test, and whether it was an expectation of ours that failed."""
        testing.take_measured()  # of a test before, of another exercise or student
        raised = self._attempt(cases, seed)
        self._timeouts += isinstance(raised, StudentTimedOut)
        result = _result(cases, points, raised)
        result.measured = testing.take_measured()
        return result, isinstance(raised, Failed)

    def _note_time(self, exercise: str, cases: Sequence[pytest.Item], result: TestResult) -> None:
        assert self._session and self.timed is not None
        before = self._session.seconds
        self._session.end_test()
        self._same_fork = False
        allowed = self._seconds(cases) or self._session.limits.test_seconds
        self.timed.setdefault(exercise, {})[result.name] = [self._session.seconds - before, allowed]

    def _attempt(self, cases: Sequence[pytest.Item], seed: int) -> BaseException | None:
        """Run a test's cases; what the first that did not pass raised, None where all passed.

        An exercise begins in a fresh fork, and so does a test after one that did not pass.
        """
        assert self._session
        self._raised, same_fork, self._same_fork = None, self._same_fork, False
        try:
            fresh = self._session.begin_test(self._seconds(cases), same_fork=same_fork)
            if fresh and self._stand_ins:
                self._student().run(_define, self._stand_ins.code, list(self._stand_ins.names))
            for case in cases:
                testing.reseed(_case_seed(seed, case))
                case.config.hook.pytest_runtest_protocol(item=case, nextitem=None)
                if self._raised is not None:
                    return self._raised
        except BaseException as fault:  # also what a hidden test ends pytest with
            return fault
        self._same_fork = True
        return None

    def _student(self) -> Student:
        assert self._session
        defined = self._stand_ins.code if self._stand_ins else ""
        return Student(self._session, defined, self._kept, self.accelerator)

    def _seconds(self, cases: Sequence[pytest.Item]) -> int | None:
        """Processor time for a test; None for the ordinary one. An endless loop is not awaited each time."""
        mark = _mark(cases, "deadline")
        if self._timeouts >= 2:
            return IMPATIENT_SECONDS
        return mark.args[0] if mark else None


def _read_sources(module: Any) -> None:
    """Read the helpers that tests may send to the student's side, before the first fork."""
    for function in vars(module.obj).values():
        if inspect.isfunction(function) and function.__module__ == module.obj.__name__:
            with contextlib.suppress(OSError):
                source_of(function)


def _exercise(file: str) -> str:
    return file.removeprefix("test_").removesuffix(".py")


def _result(cases: Sequence[pytest.Item], points: float, raised: BaseException | None) -> TestResult:
    name, title = _names(cases)
    if raised is None:
        return TestResult(name, title, "passed", points, points)
    if isinstance(raised, StudentFault):
        status: Any = raised.status
        words: dict[str, Any] = {"says": raised.says, "look_at": raised.look_at, "staff": raised.staff}
        return TestResult(
            name, title, status, 0.0, points, **words, attempted=not isinstance(raised, NotAttempted)
        )
    says = "This test itself could not be run. This is not the student's fault and cost them nothing."
    staff = "".join(traceback.format_exception(raised, limit=-3))
    return TestResult(name, title, "ungraded", None, points, says=says, staff=staff)


def _skipped(cases: Sequence[pytest.Item], points: float, says: str) -> TestResult:
    name, title = _names(cases)
    return TestResult(name, title, "skipped", 0.0, points, says=says)


def _names(cases: Sequence[pytest.Item]) -> tuple[str, str]:
    function = getattr(cases[0], "obj", None)
    name = getattr(cases[0], "originalname", cases[0].name).removeprefix("test_").replace("_", " ")
    document = (getattr(function, "__doc__", "") or name).strip()
    return name, " ".join(document.split("\n\n")[0].split())


def _mark(cases: Sequence[pytest.Item], name: str) -> pytest.Mark | None:
    return cases[0].get_closest_marker(name)


def _worth(cases: Sequence[pytest.Item]) -> float:
    mark = _mark(cases, "worth")
    return float(mark.args[0]) if mark else 1.0


def _case_seed(seed: int, item: pytest.Item) -> int:
    """Differs between cases, and stays when other tests are added."""
    name = f"{seed}:{item.path.stem}:{item.name}"
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:7], "big")


def _define(student, code, names):  # type: ignore[no-untyped-def]  # its source is sent
    worked: dict[str, object] = {"__name__": "worked"}
    exec(code, worked)
    for name in names:
        setattr(student, name, worked[name])
