"""Grades classes of every assignment while parts of the grading are killed at random, and checks every grade.

    python benchmarks/soak.py [--students 1000] [--only NAME …] [--jobs 2]

The class is the demo's, over and over: of thirteen, three are hostile; others are half done or wrong, end
their own process or never end. No two notebooks are the same, so that each is really graded. Whenever a few
more have been graded, some process of the command is killed (`kill -9`), the command itself among them; it is
then run again, as a person would. At the end everybody must have exactly one grade, the foreseen one, in
results and gradebook, and no process, mount or temporary file may be left. Exits 1 where it is not so.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil
from grading import describe_machine, memory_below

from autograder.build import build
from autograder.course import assignments
from autograder.demo.course import fresh_course, scores_of
from autograder.demo.students import HandIn, class_of, hand_in

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = ("mallory", "nils", "oona")
# Between two kills. Nobody is hit twice in a row: who dies in the same test twice is taken for its killer.
BETWEEN_KILLS = (4, 9)  # submissions
ATTEMPTS = 12
PR_SET_CHILD_SUBREAPER = 36


@dataclass
class Soaked:
    """What became of one class.

    Attributes:
        killed: How many processes were killed.
        runs: How often the command ran.
        problems: What is not as it should be.
        memory: Of all processes, by how many submissions were graded [bytes].
    """

    killed: int = 0
    runs: int = 0
    problems: list[str] = field(default_factory=list)
    memory: list[tuple[int, int]] = field(default_factory=list)

    def memory_of_half(self, half: int) -> float:
        """Median over the first (0) or second (1) half of the submissions [MB]."""
        middle = max((count for count, _ in self.memory), default=0) / 2
        values = [memory for count, memory in self.memory if (count > middle) == bool(half)]
        return statistics.median(values) / 1e6 if values else 0.0


def main() -> int:
    """Print a row for each assignment."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=1000, help="over all the assignments")
    parser.add_argument("--only", nargs="*", default=assignments(ROOT))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # what outlives its parent is found below us
    print(describe_machine())
    print(
        f"{'assignment':22} {'submissions':>11} {'hostile':>8} {'killed':>7} {'runs':>5} {'not right':>10} "
        f"{'seconds':>8} {'memory, first half':>19} {'second half':>12}"
    )
    wrong = 0
    for number, name in enumerate(options.only):
        students = (options.students + number) // len(options.only)  # they add up to all
        started = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="soak-") as folder:
            people = list(itertools.islice(_crowd(Path(folder) / "course", name), students))
            found = soak(Path(folder), name, people, options.jobs, random.Random(options.seed))
        seconds = time.perf_counter() - started
        hostile = sum(one.student.partition("-")[0] in HOSTILE for one in people)
        first, second = map(found.memory_of_half, (0, 1))
        print(
            f"{name:22} {len(people):11} {hostile:8} {found.killed:7} {found.runs:5} "
            f"{len(found.problems):10} {seconds:8.0f} {first:16.0f} MB {second:9.0f} MB",
            flush=True,
        )
        for problem in found.problems:
            print(f"  {problem}", flush=True)
        wrong += len(found.problems)
    return 1 if wrong else 0


def _crowd(course: Path, name: str) -> Iterator[HandIn]:
    """The demo's class without end, no two notebooks alike, but for links."""
    fresh_course(ROOT, name, course)
    build(course, name)
    people = class_of(course, name)
    for copy in itertools.count():
        for one in people:
            notebook = one.notebook + " " * copy if isinstance(one.notebook, str) else one.notebook
            yield replace(one, student=f"{one.student}-{copy:03}", notebook=notebook)


def soak(folder: Path, name: str, people: Sequence[HandIn], jobs: int, draw: random.Random) -> Soaked:
    """Grade a class again and again, until the command succeeds, and find out what is wrong afterwards.

    Args:
        folder: A scratch folder that holds the course, built, in `course`.
        name: The assignment.
        people: What is handed in.
        jobs: How many are graded at a time.
        draw: Chooses when and whom to kill.
    """
    course, scratch = folder / "course", folder / "tmp"
    scratch.mkdir()
    for one in people:
        hand_in(one, course / "submitted", name)
    found = Soaked()
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "grade", name, "--jobs", str(jobs)]
    environment = os.environ | {"TMPDIR": str(scratch), "OMP_NUM_THREADS": "1"}
    for found.runs in range(1, ATTEMPTS + 1):
        with (folder / "said").open("w") as log:
            process = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=log)
            _kill_now_and_then(process, course, draw, found)
        if process.returncode == 0:
            break
    else:
        said = (folder / "said").read_text()[-2000:]
        found.problems.append(f"after {ATTEMPTS} runs still exit code {process.returncode}: {said}")
    export = [*command, "--submitted", "submitted", "--json", "out.json"]
    subprocess.run(export, cwd=course, env=environment, capture_output=True)  # 1 where somebody is ungraded
    found.problems += _wrong_grades(course, name, people)
    found.problems += _left_behind(scratch)
    return found


def _kill_now_and_then(
    process: subprocess.Popen[bytes], course: Path, draw: random.Random, found: Soaked
) -> None:
    """Kill some process of a command, itself or below it, whenever a few more have been graded."""
    count = _graded(course)
    due, last = count + draw.randint(*BETWEEN_KILLS), time.monotonic()
    while process.poll() is None:
        time.sleep(0.2)
        seen, count = count, _graded(course)
        if count > seen:  # reading memory holds up whom it is read of
            found.memory.append((count, memory_below(process.pid)))
        if count >= due:
            # In the middle of whatever it does, and not just when a grade has been kept.
            time.sleep(draw.uniform(0, (time.monotonic() - last) / BETWEEN_KILLS[0]))
            found.killed += _kill_one_of(process.pid, draw)
            due, last = count + draw.randint(*BETWEEN_KILLS), time.monotonic()


def _graded(course: Path) -> int:
    return sum(1 for _ in (course / ".autograder" / "results").glob("*/*.json"))


def _kill_one_of(pid: int, draw: random.Random) -> bool:
    try:
        command = psutil.Process(pid)
        draw.choice([command, *command.children(recursive=True)]).kill()
    except psutil.NoSuchProcess:
        return False
    return True


def _wrong_grades(course: Path, name: str, people: Sequence[HandIn]) -> Iterator[str]:
    results = json.loads((course / "out.json").read_text())["submissions"]
    booked = scores_of(course, name)
    scores: dict[str, list[float | None]] = {}
    for result in results:
        scores.setdefault(result["student"], []).append(result["score"])
    for one in people:
        score = scores.pop(one.student, [])
        if len(score) != 1 or score[0] is None or not one.foreseen.holds(score[0]):
            yield f"{one.student} ({one.did}) has {score}; foreseen: {one.foreseen}"
        elif (kept := booked.get(one.student)) is None or abs(kept - score[0]) > 1e-6:
            yield f"{one.student} has {score[0]}, but {kept} in the gradebook"
    yield from (
        f"{student} was graded and handed in nothing"
        for student in [*scores, *(booked.keys() - {p.student for p in people})]
    )


def _left_behind(scratch: Path) -> Iterator[str]:
    """What is still there a while later: rooms and servers end by themselves when their grader has died."""
    end = time.monotonic() + 30
    while left := _remains(scratch):
        if time.monotonic() > end:
            return (f"left behind: {what}" for what in left)
        time.sleep(0.1)
    return iter(())


def _remains(scratch: Path) -> list[str]:
    with contextlib.suppress(ChildProcessError):  # the orphans are ours to bury: their rooms wait for it
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    living = [
        " ".join(process.cmdline()) or process.name()
        for process in psutil.Process().children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE
    ]
    mounts = [line for line in Path("/proc/self/mounts").read_text().splitlines() if str(scratch) in line]
    return [*living, *mounts, *map(str, scratch.glob("autograder-*"))]


if __name__ == "__main__":
    sys.exit(main())
