"""Grades ever larger classes and prints what a submission costs then, in time and memory.

    python benchmarks/growth.py [10 100 1000] [--jobs 2]

Every notebook differs from every other, so that none is graded only once. Time should be linear in the number
of submissions, memory flat.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import time

from grading import ASSIGNMENT, copy_course, course_of, describe_machine, memory_below, run


def main() -> None:
    """Grade each class, and print a row for it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(describe_machine())
    print(f"{'submissions':>11} {'seconds':>9} {'per submission':>15} {'peak memory':>12}")
    rows = []
    for size in options.sizes:
        seconds, memory = _graded(size, options.jobs)
        before = rows[-1] if rows else (0, 0.0)
        rows.append((size, seconds))
        each = (seconds - before[1]) / (size - before[0])
        print(f"{size:11} {seconds:9.1f} {each:13.3f} s {memory / 1e6:9.0f} MB", flush=True)


def _graded(size: int, jobs: int) -> tuple[float, int]:
    """Wall seconds of grading a class into a new gradebook, and the memory of all its processes at most."""
    with course_of(size) as course:
        copy_course(course)
        run(course, "nbgrader", "generate_assignment", ASSIGNMENT)
        started = time.perf_counter()
        command = [f"{sysconfig.get_path('scripts')}/autograder", "grade", ASSIGNMENT, "--jobs", str(jobs)]
        with subprocess.Popen(command, cwd=course, stdout=subprocess.DEVNULL) as process:
            peak = 0
            while process.poll() is None:
                peak = max(peak, memory_below(process.pid))
                time.sleep(0.5)
        if process.returncode:
            sys.exit(f"grading {size} failed")
        return time.perf_counter() - started, peak


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    main()
