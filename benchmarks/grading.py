"""Grades one class in four ways, in one run, and prints what a submission costs as ratios.

    python benchmarks/grading.py [--class-size 12] [--rounds 1] [--breakdown-only]

- floor: the student's code and the hidden suite in one process, without any wall;
- stock: plain `nbgrader autograde` with its own kernel, the same hidden suite in hidden-test cells;
- hooks: plain `nbgrader autograde` with this course's configuration;
- grade: `autograder grade`, with 1 and 2 jobs.

Each way grades the whole class and then two of it; the difference is what the others cost, without start-up.
Each round goes through floor and ways anew, and the table shows medians over the rounds: on a machine whose
speed changes from minute to minute, what is compared should lie close together.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from in_process import InProcessSuite, LocalSession

from autograder import host
from autograder.course import load_assignment
from autograder.grader import Grader
from autograder.notebook import cells_to_run, grade_id_of
from autograder.session import Limits, Session
from autograder.validate import examples_of
from autograder.warm import WarmServer

ROOT = Path(__file__).resolve().parent.parent
ASSIGNMENT = "01_convolution"
SMALL = 2  # submissions in the smaller run
FLOOR, STOCK = "floor", "stock nbgrader"


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--class-size", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--breakdown-only", action="store_true")
    options = parser.parse_args()
    print(describe_machine())
    if not options.breakdown_only:
        _print_ways([_ways(options.class_size) for _ in range(options.rounds)])
    _print_breakdown(_floor(options.class_size))
    _print_memory()


def describe_machine() -> str:
    """What the figures were measured on."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    processor = model[1] if model else platform.machine()
    return f"{processor}, {os.cpu_count()} cores, Linux {platform.release()}, torch {torch.__version__}"


# ------------------------------------------------------------------ the class


def _notebooks(count: int) -> Iterator[dict[str, Any]]:
    """Half the class is perfect; each other student has one misconception."""
    solved = json.loads((ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    wrong = [example for example in examples_of(ROOT, ASSIGNMENT) if example.kind == "wrong"]
    for number in range(count):
        notebook = json.loads(json.dumps(solved))
        if number % 2:
            mistake = wrong[number * 13 % len(wrong)]
            for cell in notebook["cells"]:
                if grade_id_of(cell) == mistake.exercise:
                    cell["source"] = mistake.source
        notebook["cells"] = [c for c in notebook["cells"] if not c["metadata"].get("experiment")]
        notebook["cells"][-1]["source"] += f"\n\n{number}"  # none is like another
        yield notebook


def _hand_in(folder: Path, count: int) -> None:
    for number, notebook in enumerate(_notebooks(count)):
        place = folder / f"s{number:03}" / ASSIGNMENT
        place.mkdir(parents=True)
        (place / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook))


# ------------------------------------------------------------------ four ways


def _ways(size: int) -> dict[str, float]:
    """Wall seconds of one submission, by way, beyond start-up."""
    return {
        FLOOR: _floor(size),
        STOCK: _marginal(_stock, size),
        "our hooks in nbgrader": _marginal(_hooks, size),
        "autograder grade, 1 job": _marginal(lambda n: _grade(n, 1), size),
        "autograder grade, 2 jobs": _marginal(lambda n: _grade(n, 2), size),
        "the same, results only": _marginal(lambda n: _grade(n, 2, "--json", os.devnull), size),
    }


def _marginal(way: Callable[[int], float], size: int) -> float:
    return (way(size) - way(SMALL)) / (size - SMALL)


def _stock(count: int) -> float:
    """Plain nbgrader: the suite runs in the student's kernel, out of hidden-test cells."""
    with course_of(count) as course:
        (course / "nbgrader_config.py").write_text(
            "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
        )
        source = course / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        [notebook] = _notebooks(1)
        points = load_assignment(ROOT, ASSIGNMENT).points
        for cell in notebook["cells"]:
            name = grade_id_of(cell).removeprefix("test_")
            if cell["metadata"].get("nbgrader", {}).get("locked"):
                test = "from in_process import score\n"
                test += f"score('{ASSIGNMENT}', '{name}', {points[name]}, globals())"
                if name in load_assignment(ROOT, ASSIGNMENT).answers:
                    test = f"assert {name.replace('-', '_')}"
                cell["source"] = f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"
        source.parent.mkdir(parents=True)
        source.write_text(json.dumps(notebook))
        run(course, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
        return run(course, "nbgrader", "autograde", ASSIGNMENT)


def _hooks(count: int) -> float:
    with course_of(count) as course:
        copy_course(course)
        run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
        return run(course, "nbgrader", "autograde", ASSIGNMENT)


def _grade(count: int, jobs: int, *more: str) -> float:
    with course_of(count) as course:
        copy_course(course)
        run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
        words = ["grade", ASSIGNMENT, "--jobs", str(jobs), "--submitted", str(course / "submitted"), *more]
        return run(course, "autograder", *words)


@contextmanager
def course_of(count: int) -> Iterator[Path]:
    """A folder in which a class of so many has handed in."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        _hand_in(Path(folder) / "submitted", count)
        yield Path(folder)


def copy_course(course: Path) -> None:
    """Make the course's own files for the assignment out of this repository's."""
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for name in ("source", "release", "solutions", "tests/hidden"):
        shutil.copytree(ROOT / name / ASSIGNMENT, course / name / ASSIGNMENT)


def run(course: Path, *words: str) -> float:
    """Wall seconds of a command."""
    scripts = sysconfig.get_path("scripts")
    environment = {
        **os.environ,
        "PATH": f"{scripts}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "benchmarks"),
    }
    environment |= {"OMP_NUM_THREADS": "1"}
    started = time.perf_counter()
    done = subprocess.run(words, cwd=course, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return time.perf_counter() - started


# ------------------------------------------------------------------ floor and breakdown


def _floor(count: int) -> float:
    """Median wall seconds of a submission's own cells and the suite, in this very process."""
    assignment = load_assignment(ROOT, ASSIGNMENT)
    suite = InProcessSuite(ROOT / "tests" / "hidden" / ASSIGNMENT)
    seconds = []
    for notebook in _notebooks(count):
        cells = [cell.source for cell in cells_to_run(notebook["cells"])]
        started = time.perf_counter()
        namespace: dict[str, Any] = {"__name__": "__main__"}
        with redirect_stdout(None):
            for number, cell in enumerate(cells, 1):
                exec(compile(cell, f"<cell {number}>", "exec"), namespace)
        for name in assignment.names("exercise"):
            suite.grade(LocalSession(namespace, cells), name, assignment.points[name])
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])


def _print_ways(rounds: list[dict[str, float]]) -> None:
    print(
        f"\n{'one submission':28} {'seconds':>8} {'beyond floor':>13} {'stock ÷ this':>13} {'overheads':>10}"
    )
    stock_over = statistics.median(one[STOCK] - one[FLOOR] for one in rounds)
    for way in rounds[0]:
        seconds = statistics.median(one[way] for one in rounds)
        over = statistics.median(one[way] - one[FLOOR] for one in rounds)
        speed = statistics.median(one[STOCK] / one[way] for one in rounds)
        ratio = stock_over / over if over > 0 else float("inf")
        print(f"{way:28} {seconds:8.2f} {over:13.2f} {speed:12.1f}× {ratio:9.1f}×")


def _print_breakdown(floor: float) -> None:
    """Where one perfect submission's time goes in the engine, by wrapping its steps; the median of seven."""
    spent: dict[str, float] = {}
    steps = {
        "room and entry": "_enter_room",
        "cells": "_run_cells",
        "forks": "_send_test",
        "calls": "request",
    }
    for label, method in {**steps, "ends of tests": "_await_end"}.items():
        _timed(Session, method, label, spent)
    grader = Grader(ROOT, ASSIGNMENT)
    names = grader.assignment.names("exercise")
    [notebook] = _notebooks(1)
    job = {
        "cells": [cell.source for cell in cells_to_run(notebook["cells"])],
        "exercises": {name: grader.assignment.points[name] for name in names},
        "choices": {},
        "seed": 1,
        "limits": asdict(Limits()),
    }
    with WarmServer(grader.preload) as warm:
        suite = InProcessSuite(ROOT / "tests" / "hidden" / ASSIGNMENT)
        runs = []
        for _ in range(7):
            spent.clear()
            started = time.perf_counter()
            host.grade_job({**job, "warm": warm.address}, suite)
            runs.append((time.perf_counter() - started, dict(spent)))
    total, spent = sorted(runs, key=lambda run: run[0])[len(runs) // 2]
    print(f"\none perfect submission: {total:.2f} s, floor {floor:.2f} s")
    for label, seconds in spent.items():
        print(f"  {label:20} {seconds * 1000:7.0f} ms")
    print(f"  {'suite, and the rest':20} {(total - sum(spent.values())) * 1000:7.0f} ms")


def _print_memory() -> None:
    """What one more worker takes: a room with the notebook's state in it, and the fork of a test."""
    grader = Grader(ROOT, ASSIGNMENT)
    [notebook] = _notebooks(1)
    cells = [cell.source for cell in cells_to_run(notebook["cells"])]
    with WarmServer(grader.preload) as warm, ExitStack() as rooms:
        before = memory_below(os.getpid())
        count = 3
        for _ in range(count):
            session = rooms.enter_context(Session(warm.address, cells))
            session.begin_test()
            session.request("call", "conv_output_size", [5, 3], {})
        worker = (memory_below(os.getpid()) - before) / count
    print(f"\none more worker: {worker / 1e6:.0f} MB of its own")


def memory_below(pid: int) -> int:
    """Memory of a process and its descendants; what they share counts once [bytes]."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(kilobytes) << 10 for kilobytes in re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE))
    return total


def _timed(cls: type, method: str, label: str, spent: dict[str, float]) -> None:
    original = getattr(cls, method)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return original(*args, **kwargs)
        finally:
            spent[label] = spent.get(label, 0.0) + time.perf_counter() - started

    setattr(cls, method, wrapped)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
