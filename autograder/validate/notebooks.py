"""Tries the notebooks: solutions are full and quick enough, stubs 0, and one mistake costs once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from ast import literal_eval
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

from autograder.grader import Grader, exercises_of
from autograder.sanitise import plain_text
from autograder.stand_ins import needs_of
from autograder.validate.pace import REFERENCE_SECONDS
from autograder.validate.report import Report
from autograder.validate.worked import cells_of, first_loss, grade, sources, with_cell

__all__ = ["Task", "independence", "runs_in_time", "worked_and_untouched"]

# Processor time of a worked notebook from top to bottom, experiments included, at the reference's pace.
NOTEBOOK_SECONDS = 90
_TIMES = """\
import time
spent = time.process_time()
from autograder.validate.pace import measured_seconds
spent, measured_seconds()"""
LONGEST_CELL = 600  # wall time [s]
MOST_OF_A_DEADLINE = 0.5  # what a worked solution may use: others are slower, and so are other machines

Task = Callable[[], list[str]]
"""Finds something out, and returns the problems."""


def worked_and_untouched(grader: Grader, report: Report, *, seeds: int = 1) -> Iterator[Task]:
    """The solutions must be full under every seed, the untouched release must be 0."""
    worked = cells_of(grader, "solutions")

    def solution() -> list[str]:
        reply = grader.grade_cells(sources(worked), timed=True)
        problems = _time(report, reply)
        for result in exercises_of(reply):
            entry = report.exercises[result.name]
            entry.tests, entry.solution = len(result.tests), result.status
            if result.status != "passed":
                problems.append(f"{result.name}: the solution is not full: {first_loss(result)}")
        return problems

    def reseeded(seed: int) -> list[str]:
        return [
            f"{result.name}: the solution is not full (seed {seed}): {first_loss(result)}"
            for result in grade(grader, worked, seed=seed)
            if result.status != "passed"
        ]

    def release() -> list[str]:
        problems = []
        for result in grade(grader, cells_of(grader, "release")):
            report.exercises[result.name].stub = result.status
            if result.status != "not attempted":
                problems.append(
                    f"{result.name}: the untouched release is {result.status}, not 'not attempted'"
                )
        return problems

    yield solution
    yield release
    yield from (partial(reseeded, grader.seed + draw) for draw in range(1, seeds))


def _time(report: Report, reply: dict[str, Any]) -> list[str]:
    """Note what the solution's tests take. One that comes near its deadline fails right code elsewhere."""
    problems = []
    for name, seconds in reply["seconds"].items():
        entry = report.exercises[name]
        shares = {test: used / allowed for test, (used, allowed) in (reply["timed"].get(name) or {}).items()}
        entry.seconds, entry.slowest = seconds, max(shares, key=shares.__getitem__, default="")
        entry.share = shares.get(entry.slowest, 0.0)
        if entry.share > MOST_OF_A_DEADLINE:
            problems.append(
                f"{name}: the solution uses {entry.share:.0%} of the time that '{entry.slowest}' allows: "
                "make the test smaller, or give it a longer @deadline"
            )
    return problems


def independence(grader: Grader) -> Iterator[Task]:
    """Whoever lacks one exercise must not lose points in another that needs it."""
    worked, needs = cells_of(grader, "solutions"), needs_of(grader.assignment)
    for name in grader.assignment.names("exercise"):
        users = [user for user, need in needs.items() if name in need["names"]]
        if users:
            yield partial(_try_without, grader, worked, name, users)


def _try_without(grader: Grader, worked: list[Any], name: str, users: list[str]) -> list[str]:
    stub = f"def {name}(*args, **kwargs):\n    raise NotImplementedError"
    results = grade(grader, with_cell(worked, name, stub), [name, *users])
    return [
        f"{result.name}: whoever lacks {name} loses points here, too: {first_loss(result)}"
        for result in results
        if result.name != name and result.status != "passed"
    ]


def runs_in_time(grader: Grader, report: Report) -> list[str]:
    """Run the worked notebook from top to bottom in a kernel, as students do, experiments included."""
    name = grader.assignment.name
    notebook = nbformat.read(grader.root / "solutions" / name / f"{name}.ipynb", as_version=4)
    notebook.cells.append(v4.new_code_cell(_TIMES))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "worked.ipynb"
        nbformat.write(notebook, file)
        # In a process of its own: a kernel's client leaves an event loop behind in each thread that uses it.
        command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", str(file)]
        command.append(f"--ExecutePreprocessor.timeout={LONGEST_CELL}")
        # Threads that wait for each other use processor time, too: the more, the busier the machine is.
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            last = plain_text(done.stderr).strip().splitlines()[-1]
            return [f"the worked notebook does not run to its end: {last}"]
        notebook = nbformat.read(file, as_version=4)
    if stopped := _stopped(notebook):
        return [f"an experiment of the worked notebook stops: {stopped}"]
    spent, pace = literal_eval(notebook.cells[-1].outputs[-1].data["text/plain"])
    report.notebook_seconds = spent * REFERENCE_SECONDS / pace
    if report.notebook_seconds <= NOTEBOOK_SECONDS:
        return []
    took = f"{report.notebook_seconds:.0f} s of processor time, {NOTEBOOK_SECONDS} s are allowed"
    return [
        f"the worked notebook takes {took} (at the reference's pace; here it was {spent:.0f} s): "
        "make its experiments smaller"
    ]


def _stopped(notebook: nbformat.NotebookNode) -> str:
    """The first exception that a notebook shows; in experiments it does not end the run."""
    shown = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return next((f"{one.ename}: {one.evalue}" for one in shown if one.output_type == "error"), "")
