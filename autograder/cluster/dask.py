"""Grades a class on the workers of a Dask cluster: one task for each submission.

A task starts what grading needs beside its worker, and student code runs in a room there, never in the
worker. Workers read the course and the submissions from a folder that all machines see at the same place,
and keep results there. So whatever dies – a worker, the scheduler, this process – costs only what was being
graded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from functools import cache
from pathlib import Path
from typing import Any

from distributed import Client, Future, wait
from distributed.comm.core import CommClosedError
from distributed.scheduler import KilledWorker

from autograder.classroom import notebook_of
from autograder.grader import Grader, engine_version
from autograder.results import SubmissionResult
from autograder.room import bubblewrap_problem
from autograder.verdicts import OurFault

__all__ = ["grade_on_dask"]

PATIENCE = 300.0  # how long nobody may be there to grade before we give up [s]
LOOK_AGAIN = 5.0  # how often to look who is there [s]
_LOST = (OSError, CommClosedError, CancelledError, asyncio.CancelledError, TimeoutError)


class NobodyThere(OurFault):
    """At the moment nothing can be graded; the text says why."""


def grade_on_dask(
    address: str,
    grader: Grader,
    submitted: Path,
    students: Sequence[str],
    *,
    keep: Callable[[SubmissionResult], None] = lambda result: None,
    says: Callable[[str], None] = lambda line: None,
    resources: Mapping[str, float] | None = None,
    patience: float = PATIENCE,
) -> list[SubmissionResult]:
    """Grade every student's notebook; what is kept already is not graded again.

    Args:
        address: Of the scheduler, such as "tcp://scheduler:8786".
        grader: Of the assignment; here it only looks up what is kept.
        submitted: Folder that holds `<student>/<assignment>/<assignment>.ipynb`, seen by all workers.
        students: Whose notebooks to grade.
        keep: Called with each result as it comes, in this thread.
        says: Called with a line when a worker cannot be used, or nobody is there.
        resources: What each task needs of a worker's `--resources`, such as {"GPU": 1}.
        patience: How long to wait while nobody can grade [s].

    Returns:
        The results, in the order of `students`.

    Raises:
        OurFault: No worker can grade, or the scheduler or every worker that could stays away.
    """
    run = _Run(grader, submitted, keep, says, dict(resources or {}))
    last_seen = time.monotonic()
    while waiting := run.not_graded(students):
        try:
            with Client(address, timeout=LOOK_AGAIN, set_as_default=False) as client, client.as_current():
                run.carry(client, waiting)
        except (NobodyThere, *_LOST) as problem:
            known = problem if isinstance(problem, NobodyThere) else _unreachable(address, problem)
            if len(run.not_graded(students)) < len(waiting):
                last_seen = time.monotonic()
            if time.monotonic() - last_seen > patience:
                raise known from None
            says(f"{known}. Trying again.")
            time.sleep(min(LOOK_AGAIN, patience / 10))
    return [run.results[student] for student in students]


def _unreachable(address: str, error: BaseException) -> NobodyThere:
    return NobodyThere(
        f"the Dask scheduler at {address} cannot be reached ({type(error).__name__}). What was graded is kept"
    )


class _Run:
    """What has been graded of a class, and how the rest is sent out."""

    def __init__(
        self,
        grader: Grader,
        submitted: Path,
        keep: Callable[[SubmissionResult], None],
        says: Callable[[str], None],
        resources: dict[str, float],
    ) -> None:
        self.grader, self.submitted = grader, submitted
        self._keep, self._says, self._resources = keep, says, resources
        self._unfit: set[str] = set()
        self.results: dict[str, SubmissionResult] = {}

    def not_graded(self, students: Sequence[str]) -> list[str]:
        """Who still waits; a worker may have kept what it could not tell us any more."""
        for student in students:
            if student not in self.results and (known := self.grader.look_up(self._path(student), student)):
                self._take(known)
        return [student for student in students if student not in self.results]

    def carry(self, client: Client, students: Sequence[str]) -> None:
        """Send submissions out, and take what comes back.

        Raises:
            NobodyThere: Every worker that could grade is gone.
            OurFault: There are workers, and none can grade.
        """
        fit = self._fit(client)
        futures = {self._send(client, student, fit): student for student in students}
        while futures:
            try:
                arrived = wait(list(futures), timeout=LOOK_AGAIN, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if not set(fit) & _present(client):
                    raise NobodyThere("every worker that could grade is gone") from None
                continue
            for future in arrived:
                self._arrived(future, futures.pop(future))

    def _fit(self, client: Client) -> list[str]:
        """Addresses of the workers that can grade; the others are named, once."""
        wanted = engine_version()
        problems: dict[str, str | None] = client.run(
            _problem, str(self.grader.root), wanted, on_error="ignore"
        )
        for worker in sorted(problems.keys() - self._unfit):
            if problem := problems[worker]:
                self._unfit.add(worker)
                self._says(f"the worker at {worker} grades nothing: {problem}")
        fit = [worker for worker, problem in problems.items() if problem is None]
        if problems and not fit:
            raise OurFault(f"no worker can grade: {next(iter(problems.values()))}")
        if not fit:
            raise NobodyThere("the Dask scheduler has no worker")
        return fit

    def _send(self, client: Client, student: str, fit: list[str]) -> Future[Any]:
        where = (str(self.grader.root), self.grader.assignment.name)
        return client.submit(
            _grade,
            *where,
            str(self._path(student)),
            student,
            key=f"{where[1]} {student} {time.monotonic_ns()}",  # each try is another task
            workers=fit,
            resources=self._resources or None,
            pure=False,
        )

    def _arrived(self, future: Future[Any], student: str) -> None:
        if future.status == "finished":
            self._take(SubmissionResult.from_json(future.result()))
        elif future.status != "error":
            raise NobodyThere("the Dask scheduler has lost what it was to do")
        else:
            error = future.exception()
            killed = "the worker that graded this submission was killed again and again"
            says = killed if isinstance(error, KilledWorker) else f"a worker failed: {error}"
            self._take(self.grader.ungraded(student, says))

    def _take(self, result: SubmissionResult) -> None:
        self.results[result.student] = result
        self._keep(result)

    def _path(self, student: str) -> Path:
        return notebook_of(self.submitted, student, self.grader.assignment.name)


def _present(client: Client) -> set[str]:
    return set(client.scheduler_info(n_workers=-1)["workers"])


# ------------------------------------------------------------------ on a worker


def _problem(root: str, version: str) -> str | None:
    """Why this worker cannot grade, and what to do; None where it can."""
    if problem := bubblewrap_problem():
        return problem
    if not (Path(root) / "nbgrader_config.py").is_file():
        return f"there is no course at {root}. Mount the shared folder at the same place on every machine"
    if engine_version() != version:
        return "other versions of the grader or its packages. Install the same constraints.txt everywhere"
    return None


def _grade(root: str, name: str, path: str, student: str) -> dict[str, Any]:
    """Grade one submission; the result as JSON."""
    return _grader(root, name).grade_file(Path(path), student).to_json()


@cache
def _grader(root: str, name: str) -> Grader:
    """One for each worker and assignment: starting it takes seconds. It ends with the worker's process."""
    return Grader(Path(root), name)
