"""The suite host: a trusted process that collects a hidden suite once and forks for each submission.

The fork keeps one submission's grading from the next: its memory, its time and its crashes are its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import torch

from autograder import hugepages, shared
from autograder.results import ExerciseResult, TestResult, exercise_result, ungraded_exercise
from autograder.session import CellRun, Limits, Session
from autograder.stand_ins import StandIns, best_of, stand_ins_for
from autograder.student import Student
from autograder.suite import Suite, run_pytest
from autograder.verdicts import OurFault, StudentFault
from autograder.warm import START_SECONDS

__all__ = ["SuiteHost", "grade_job"]

_PR_SET_PDEATHSIG = 1
STUCK_SECONDS = 1800  # twice what a submission may take: then a hidden test of ours never ends
READ_SECONDS = 120.0  # for one file of a suite
_TOO_LONG = "reading it took too long"
_OPTIONS = ("until_loss", "only_test")  # of Suite.grade, which a job may set
MEMORY = 8 << 30  # what grading one submission may allocate on our side [bytes]


class SuiteHost:
    """A running suite host. Leaving the context ends it."""

    def __init__(self, suite: Path) -> None:
        broken: dict[str, str] = {}
        before = None
        while culprit := self._start(suite, broken):
            self.close()
            if culprit == before or culprit[1] == _TOO_LONG:  # not somebody else's doing, then
                broken |= [culprit]
            before = culprit

    def _start(self, suite: Path, broken: dict[str, str]) -> tuple[str, str] | None:
        """Start the process; the file that it did not survive reading, and how it ended, if there is one.

        Args:
            suite: Folder of the hidden suite.
            broken: Files that are not to be read, and why.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self._address = str(Path(self._folder.name) / "host.sock")
        command = [sys.executable, "-W", "ignore", "-m", "autograder.host", self._address, str(suite)]
        command.append(json.dumps(broken))
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            command,
            env=environment,
            bufsize=0,  # what a buffer held, select would not see
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout
        reading, seconds = "", START_SECONDS
        while True:
            ready, _, _ = select.select([self._process.stdout], [], [], seconds)
            line = self._process.stdout.readline().decode() if ready else ""
            if line == "ready\n":
                return None
            if not line and not (reading and reading not in broken):
                self.close()
                raise OurFault(f"the hidden suite in {suite} could not be collected. Run: autograder doctor")
            if not line:
                return reading, "reading it ended the process" if ready else _TOO_LONG
            reading, seconds = line.strip(), READ_SECONDS

    def grade(self, job: dict[str, Any]) -> dict[str, Any]:
        """Grade one submission; blocks. See `grade_job` for the job and the reply.

        Raises:
            OurFault: The host or its child died.
        """
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            try:
                connection.connect(self._address)
                connection.sendall(json.dumps(job).encode() + b"\n")
                reply = b"".join(iter(lambda: connection.recv(1 << 20), b""))
            except OSError as error:
                raise OurFault(f"the suite host could not be reached: {error}") from None
        if not reply.endswith(b"\n"):
            raise OurFault("the process that graded this submission died")
        return json.loads(reply)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the host."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._folder.cleanup()

    def __enter__(self) -> SuiteHost:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


# ------------------------------------------------------------------ the host process


class _Loop:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, address: str, suite: Suite, told: int) -> None:
        self.address, self.suite, self.told = address, suite, told

    def _tell(self, line: str) -> None:
        os.write(self.told, line.encode() + b"\n")

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Say which file is read next: it may exit, or never end."""
        if isinstance(collector, pytest.Module):
            self._tell(collector.path.name)

    def pytest_runtestloop(self) -> bool:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        imported, telling = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(64)
            signal.alarm(0)
            _warm_up()
            self._tell("ready")
            while True:
                # The grader holds our standard input open: when it goes, so do we.
                readable, _, _ = select.select([listener.fileno(), imported, 0], [], [])
                if 0 in readable:
                    shutil.rmtree(Path(self.address).parent, ignore_errors=True)
                    return True
                if imported in readable:
                    _import_all(os.read(imported, 1 << 20).decode().split())
                    continue
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _answer(connection, self.suite, telling)
                connection.close()


def _answer(connection: socket.socket, suite: Suite, telling: int) -> None:
    """In a fork: grade one submission, reply, tell which modules that imported, and end."""
    before = len(sys.modules)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # and the room ends with us
    signal.alarm(STUCK_SECONDS)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_memory_in_use() + MEMORY, resource.RLIM_INFINITY))
    try:
        with connection.makefile("rb") as lines:
            job = json.loads(lines.readline())
        reply = grade_job(job, suite)
        if len(sys.modules) > before:  # else names are left alone: each lies on a page that would be copied
            _tell_imports(telling, list(sys.modules)[before:])
        connection.sendall(json.dumps(reply).encode() + b"\n")
        connection.close()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)


def _tell_imports(telling: int, names: list[str]) -> None:
    """Before the reply, so that the next submission, which may come at once, finds them imported."""
    os.set_blocking(telling, False)
    with contextlib.suppress(BlockingIOError):  # so many that the next fork tells the rest
        os.write(telling, f"{' '.join(sorted(names))} ".encode())


def _import_all(names: list[str]) -> None:
    """Import what grading one submission imported: the next forks have it, and need not do so again."""
    before = len(sys.modules)
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(Exception):  # made by hand, or half of a name: then forks import it
                importlib.import_module(name)
    if len(sys.modules) > before:
        hugepages.settle()


def _warm_up() -> None:
    """Do once what is slow the first time, and every fork would do anew.

    Nothing with gradients: the threads that autograd starts do not survive a fork.
    """
    for dtype in (torch.float32, torch.float64):
        torch.conv2d(torch.ones(1, 1, 3, 3, dtype=dtype), torch.ones(1, 1, 2, 2, dtype=dtype))
    hugepages.settle()


def _memory_in_use() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def grade_job(job: dict[str, Any], suite: Suite) -> dict[str, Any]:
    """Grade one submission.

    Args:
        job: `warm` (address of the warm server), `cells` (sources), `exercises` (name → points),
            `choices` (name → [points, variable, right letter]), `told` (name → variable), `seed`, `limits`,
            and perhaps `accelerator` (the kind in a room), `until_loss`, `only_test`, `needs` (of
            `autograder.stand_ins`) and `timed` (whether each test's time is wanted).
        suite: The collected tests.

    Returns:
        `exercises` and `cells` as JSON, the strings that were `told`, the session's number of `accidents`,
        each exercise's `seconds` of processor time, on both sides of the wall, and `timed` as
        `autograder.suite` says.
    """
    suite.timed, suite.accelerator = {} if job.get("timed") else None, job.get("accelerator", "simgpu")
    with Session(job["warm"], job["cells"], Limits(**job["limits"])) as session:
        seconds: dict[str, float] = {}
        grade = partial(_grade_exercise, suite, session, job, seconds)
        graded = {name: grade(name) for name in job["exercises"]}
        variables = [variable for _, variable, _ in job["choices"].values()]
        strings = _strings(session, [*variables, *job.get("told", {}).values()])
        for name, alone in graded.items():  # all is graded that stand-ins could give away
            if stand_ins := stand_ins_for(alone, job.get("needs", {}), graded, job["cells"]):
                graded[name] = best_of(alone, grade(name, stand_ins))
        runs, accidents = list(session.runs), session.accidents
    exercises = [asdict(result) for result in [*graded.values(), *_choices(strings, job["choices"])]]
    cells = [_plain_run(run) for run in runs]
    told = {} if isinstance(strings, OurFault) else _told(strings, job.get("told", {}))
    found = {"exercises": exercises, "cells": cells, "told": told}
    return found | {"accidents": accidents, "seconds": seconds, "timed": suite.timed}


def _grade_exercise(
    suite: Suite,
    session: Session,
    job: dict[str, Any],
    seconds: dict[str, float],
    name: str,
    stand_ins: StandIns | None = None,
) -> ExerciseResult:
    """Grade one exercise, and add the processor time that it takes to `seconds`."""
    started = time.process_time() + session.seconds
    points, options = job["exercises"][name], {key: job[key] for key in _OPTIONS if key in job}
    try:
        return suite.grade(session, name, points, seed=job["seed"], stand_ins=stand_ins, **options)
    except OurFault as fault:
        return ungraded_exercise(name, points, str(fault))
    finally:
        used = time.process_time() + session.seconds - started
        seconds[name] = seconds.get(name, 0.0) + used


def _strings(session: Session, variables: list[str]) -> dict[str, str | None] | OurFault:
    """The plain strings that the notebook left in some variables, or why we could not ask."""
    if not variables:
        return {}
    try:
        session.begin_test()
        return Student(session).strings(variables)
    except StudentFault:
        return {}
    except OurFault as fault:
        return fault
    finally:
        session.end_test()


def _told(strings: dict[str, str | None], told: dict[str, str]) -> dict[str, str]:
    return {name: text for name, variable in told.items() if (text := strings.get(variable))}


def _choices(strings: dict[str, str | None] | OurFault, choices: dict[str, Any]) -> list[ExerciseResult]:
    results = []
    for name, (points, variable, right) in choices.items():
        if isinstance(strings, OurFault):
            results.append(ungraded_exercise(name, points, str(strings)))
        else:
            test = _choice(strings.get(variable), variable, right, points)
            results.append(exercise_result(name, points, [test]))
    return results


def _choice(chosen: str | None, variable: str, right: str, points: float) -> TestResult:
    title = "The right choice."
    if chosen is None or not chosen.strip():
        says = f"no choice was made: {variable} is not set to a letter"
        return TestResult("choice", title, "failed", 0.0, points, says=says, attempted=False)
    if chosen.strip().strip("().").lower() == right:
        return TestResult("choice", title, "passed", points, points)
    look_at = "run the experiment that follows, and compare it with your prediction"
    return TestResult(
        "choice", title, "failed", 0.0, points, says="this is not what happens", look_at=look_at
    )


def _plain_run(run: CellRun) -> dict[str, Any]:
    error = None
    if run.error or run.fatal:
        error = {"says": run.fatal.says if run.fatal else "", **(run.error or {})}
    return {"number": run.number, "error": error, "text": run.text, "shown": run.shown}


def _main(address: str, folder: str, broken: dict[str, str]) -> None:
    torch.set_num_threads(1)  # no OpenMP pool may exist in a process that forks
    told = os.dup(1)  # out of the way of what a suite prints
    os.dup2(2, 1)
    signal.alarm(STUCK_SECONDS)  # nobody may be there any more to end a file that never ends
    shared.keep_in(Path(address).parent)
    suite = Suite(broken)
    unread = [f"--ignore={Path(folder, name)}" for name in broken]
    run_pytest(folder, [suite, _Loop(address, suite, told)], *unread)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
