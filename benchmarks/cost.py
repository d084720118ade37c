"""What a class costs: the time of grading one worked solution of each assignment, and of many.

    python benchmarks/cost.py [--students 1000 100000] [--only NAME …]

A worked solution is the dearest kind of submission but for those that run into limits: all of its tests run.
Of the processes that take part, one runs while the others wait: on an idle machine, this is one core's time.
Start-up is left out.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from grading import describe_machine

from autograder.course import assignments
from autograder.grader import Grader
from autograder.notebook import cells_to_run

ROOT = Path(__file__).resolve().parent.parent
PASSES = 3


def main() -> None:
    """Print a row for each assignment."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", nargs="*", type=int, default=[1000, 100_000])
    parser.add_argument("--only", nargs="*", default=assignments(ROOT))
    options = parser.parse_args()
    print(describe_machine())
    heads = [f"core-hours for {count:,}" for count in options.students]
    print(f"{'assignment':22} {'seconds':>8} {'of it the suite':>16} {'dearest exercise':>36}", *heads)
    total = 0.0
    for name in options.only:
        seconds, exercises = measured(name)
        total += seconds
        dearest = max(exercises, key=exercises.__getitem__)
        share = f"{dearest} {exercises[dearest]:.2f}"
        hours = "".join(
            f" {seconds * count / 3600:>{len(head)}.1f}"
            for count, head in zip(options.students, heads, strict=True)
        )
        print(f"{name:22} {seconds:8.2f} {sum(exercises.values()):16.2f} {share:>36}{hours}", flush=True)
    hours = "".join(
        f" {total * count / 3600:>{len(head)}.1f}"
        for count, head in zip(options.students, heads, strict=True)
    )
    print(f"{'all':22} {total:8.2f} {'':53}{hours}")


def measured(name: str) -> tuple[float, dict[str, float]]:
    """Seconds of one submission, the fewest of a few passes, and of each exercise in that pass."""
    path = ROOT / "solutions" / name / f"{name}.ipynb"
    cells = [cell.source for cell in cells_to_run(json.loads(path.read_text(encoding="utf-8"))["cells"])]
    found = []
    with Grader(ROOT, name) as grader:
        grader.grade_cells(cells)  # what is slow the first time only
        for _ in range(PASSES):
            started = time.perf_counter()
            reply = grader.grade_cells(cells)
            found.append((time.perf_counter() - started, reply["seconds"]))
    return min(found, key=lambda one: one[0])


if __name__ == "__main__":
    main()
