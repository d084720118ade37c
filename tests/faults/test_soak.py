"""A class for every assignment, good, bad and hostile, while parts of the grading are killed at random."""

import json
import random
import subprocess
from pathlib import Path

import pytest

from autograder.build import build
from autograder.course import assignments
from autograder.demo.course import fresh_course, scores_of
from autograder.demo.students import class_of, hand_in

ROOT = Path(__file__).resolve().parents[2]
# Seldom enough that nobody is hit twice in a row: who dies in the same test twice counts as its own killer.
PAUSE = (10.0, 20.0)  # between two kills [s]
ATTEMPTS = 4


def killed_at_random(process, draw, tools):
    """Kill some process that the command started, again and again until it is done; how many were killed."""
    count = 0
    while True:
        try:
            process.wait(timeout=draw.uniform(*PAUSE))
            return count
        except subprocess.TimeoutExpired:
            below = tools.descendants(process.pid)
            count += bool(below) and tools.kill(draw.choice(below).pid)


@pytest.mark.slow
@pytest.mark.parametrize("name", assignments(ROOT))
def test_everybody_gets_exactly_one_right_grade(name, tmp_path, command, tools, scratch, bubblewrap):
    """Each has the score that was foreseen, in results and gradebook; and nothing is left behind."""
    course = tmp_path / "course"
    fresh_course(ROOT, name, course)
    build(course, name)
    people = class_of(course, name)
    for one in people:
        hand_in(one, course / "submitted", name)
    draw, killed, codes = random.Random(2026), 0, []
    left_before = set(scratch.glob("autograder-*"))

    while len(codes) < ATTEMPTS and (not codes or codes[-1] != 0):
        process = command(course, "autograder", "grade", name, "--jobs", "2")
        killed += killed_at_random(process, draw, tools)
        codes.append(process.returncode)

    done = command(course, "autograder", "grade", name, "--submitted", "submitted", "--json", "out.json")
    assert tools.finished(done)[0] == 0, codes
    results = json.loads((course / "out.json").read_text())["submissions"]
    found = {result["student"]: result["score"] for result in results}
    foreseen = {one.student: one.foreseen for one in people}
    assert sorted(found) == sorted(foreseen)
    assert {who for who, score in found.items() if not foreseen[who].holds(score)} == set(), killed
    assert scores_of(course, name) == pytest.approx(found)
    tools.await_that(lambda: set(scratch.glob("autograder-*")) <= left_before)
    assert not [one for one in tools.descendants() if "autograder" in one.command]
