"""The suite host: a trusted process that collects a hidden suite once and forks for each submission.

The fork keeps one submission's grading from the next: its memory, its time and its crashes are its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
import torch

from autograder.results import ExerciseResult, TestResult, exercise_result, ungraded_exercise
from autograder.session import CellRun, Limits, Session
from autograder.student import Student
from autograder.suite import Suite, pytest_options
from autograder.verdicts import OurFault, StudentFault
from autograder.warm import START_SECONDS

__all__ = ["SuiteHost", "grade_job"]

MEMORY = 8 << 30  # what grading one submission may allocate on our side [bytes]


class SuiteHost:
    """A running suite host. Leaving the context ends it."""

    def __init__(self, suite: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self._address = str(Path(self._folder.name) / "host.sock")
        command = [sys.executable, "-W", "ignore", "-m", "autograder.host", self._address, str(suite)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("PYTEST_ADDOPTS", None)  # meant for another pytest
        self._process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], START_SECONDS)
        if not ready or self._process.stdout.readline() != b"ready\n":
            self.close()
            raise OurFault(f"the hidden suite in {suite} could not be collected. Run: autograder doctor")

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

    def __init__(self, address: str, suite: Suite) -> None:
        self.address, self.suite = address, suite

    def pytest_runtestloop(self) -> bool:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(self.address)
            listener.listen(64)
            _tell("ready")
            while True:
                # The grader holds our standard input open: when it goes, so do we.
                readable, _, _ = select.select([listener.fileno(), 0], [], [])
                if 0 in readable:
                    return True
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _answer(connection, self.suite)
                connection.close()


def _tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def _answer(connection: socket.socket, suite: Suite) -> None:
    """In a fork: grade one submission, reply, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_memory_in_use() + MEMORY, resource.RLIM_INFINITY))
    try:
        with connection.makefile("rb") as lines:
            job = json.loads(lines.readline())
        reply = grade_job(job, suite)
        connection.sendall(json.dumps(reply).encode() + b"\n")
        connection.close()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(0)


def _memory_in_use() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def grade_job(job: dict[str, Any], suite: Suite) -> dict[str, Any]:
    """Grade one submission.

    Args:
        job: `warm` (address of the warm server), `cells` (sources), `exercises` (name → points),
            `choices` (name → [points, variable, right letter]), `seed`, `limits`.
        suite: The collected tests.

    Returns:
        `exercises` and `cells` as JSON.
    """
    results: list[ExerciseResult] = []
    with Session(job["warm"], job["cells"], Limits(**job["limits"])) as session:
        for name, points in job["exercises"].items():
            try:
                results.append(suite.grade(session, name, points, seed=job["seed"]))
            except OurFault as fault:
                results.append(ungraded_exercise(name, points, str(fault)))
        results += _choices(session, job["choices"])
        runs = list(session.runs)
    return {"exercises": [asdict(result) for result in results], "cells": [_plain_run(run) for run in runs]}


def _choices(session: Session, choices: dict[str, Any]) -> list[ExerciseResult]:
    if not choices:
        return []
    chosen: dict[str, str | None] = {}
    fault: Exception | None = None
    try:
        session.begin_test()
        chosen = Student(session).choices([variable for _, variable, _ in choices.values()])
    except (StudentFault, OurFault) as raised:
        fault = raised
    finally:
        session.end_test()
    results = []
    for name, (points, variable, right) in choices.items():
        if isinstance(fault, OurFault):
            results.append(ungraded_exercise(name, points, str(fault)))
        else:
            results.append(
                exercise_result(name, points, [_choice(chosen.get(variable), variable, right, points)])
            )
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


def _main(address: str, folder: str) -> None:
    torch.set_num_threads(1)  # no OpenMP pool may exist in a process that forks
    suite = Suite()
    pytest.main([folder, *pytest_options(folder)], plugins=[suite, _Loop(address, suite)])


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2])
