"""Grades one class here and on a Dask cluster of this machine's: the results must be the same, byte for byte.

    python benchmarks/on_dask.py [--class-size 200] [--workers 2]

Timings aside: how long a test took is no part of a result.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grading import ASSIGNMENT, copy_course, course_of, describe_machine, run

SCRIPTS = Path(sysconfig.get_path("scripts"))
PATIENCE = 120  # for the scheduler to start [s]


def main() -> None:
    """Grade both ways, and compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--class-size", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(describe_machine())
    jobs = ["--jobs", str(options.workers)]
    here, seconds = _graded(options.class_size, jobs)
    print(f"{options.class_size} submissions, {' '.join(jobs)}: {seconds:.1f} s", flush=True)
    with cluster(options.workers) as address:
        there, seconds = _graded(options.class_size, ["--dask", address])
    print(f"the same on Dask, {options.workers} workers: {seconds:.1f} s")
    if here != there:
        sys.exit("the results differ")
    print(f"the same results, byte for byte: {len(here):,} bytes")


def _graded(size: int, words: list[str]) -> tuple[bytes, float]:
    """Results of a new class of so many without their timings, and the wall seconds that they took."""
    with course_of(size) as course:
        copy_course(course)
        run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
        seconds = run(course, "autograder", "grade", ASSIGNMENT, *words)
        # What was graded is kept: this only writes it down.
        submitted = str(course / "submitted")
        run(course, "autograder", "grade", ASSIGNMENT, "--submitted", submitted, "--json", "results.json")
        results = json.loads((course / "results.json").read_text())
        return json.dumps(_untimed(results), sort_keys=True).encode(), seconds


def _untimed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _untimed(inner) for key, inner in value.items() if key != "seconds"}
    return [_untimed(inner) for inner in value] if isinstance(value, list) else value


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """A scheduler and its workers on loopback; the address."""
    with course_of(0) as folder:
        file = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
        processes = [_start("scheduler", *options)]
        try:
            end = time.monotonic() + PATIENCE
            while not file.exists() and time.monotonic() < end:
                time.sleep(0.1)
            address = str(json.loads(file.read_text())["address"])
            limits = ["--nthreads", "1", "--memory-limit", "0", "--no-dashboard", "--no-nanny"]
            processes += [_start("worker", address, *limits) for _ in range(workers)]
            yield address
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait()


def _start(*words: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen([SCRIPTS / "dask", *words], stdout=quiet, stderr=quiet)


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    main()
