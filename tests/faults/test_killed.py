"""Processes of ours are killed while a class is graded: nobody's grade changes, whoever it hits."""

import random
import threading
from collections import Counter
from pathlib import Path

import pytest

from autograder.tables import exercise_text

NAME = "01_tiny"
SEED = 2026
QUICKLY_REPLACED = (
    "base",
    "fork of the base",
    "room",
    "first process of a room",
    "fork of the suite host",
)
SHORT_LIVED = "fork of the base"
MOST = 10  # times as many gradings, until each kind was met
KINDS = (*QUICKLY_REPLACED, "suite host", "warm server")


class Killer(threading.Thread):
    """Kills processes that take part in grading until each of a shuffled list has been killed.

    Nobody is hit twice: a process that dies in the same test in two passes running is its own killer, as far
    as anybody can see from outside.

    Attributes:
        killed: Kinds of what was killed so far.
        due: Kinds of what is still to be killed.
    """

    def __init__(self, grader, tools, kills):
        super().__init__(daemon=True)
        self.grader, self.tools = grader, tools
        self.draw = random.Random(SEED)
        self.due = [
            *KINDS * max(1, kills // 50),
            *self.draw.choices(QUICKLY_REPLACED, k=min(60, kills // 2)),
        ]
        self.draw.shuffle(self.due)
        self.killed, self.stopped = [], threading.Event()
        self.graded_now, self.spared = set(), set()

    def run(self):
        """Look for victims of the kinds that are still due, draw one, and kill it at a random moment."""
        while self.due and not self.stopped.wait(0.002):
            if not self.graded_now or self.graded_now & self.spared:
                continue
            victims = [
                (kind, pid) for kind, pids in self._victims().items() if kind in self.due for pid in pids
            ]
            if not victims:
                continue
            kind, pid = self.draw.choice([one for one in victims if one[0] == SHORT_LIVED] or victims)
            if kind != SHORT_LIVED:  # whoever waits comes too late for it: when it was seen is moment enough
                self.stopped.wait(self.draw.random() ** 2 * (0.02 if kind in QUICKLY_REPLACED else 0.2))
            hit = set(self.graded_now)
            if hit and not hit & self.spared and _lives(pid) and self.tools.kill(pid):
                self.spared |= hit | self.graded_now
                self.killed.append(kind)
                self.due.remove(kind)

    def enough(self):
        """Whether each kind was killed, and all that was due; but of what lives shortest, chance decides."""
        return set(self.killed) == set(KINDS) and set(self.due) <= {SHORT_LIVED}

    def _victims(self):
        """Processes by kind, as they run now."""
        warm, host = self.grader._warm, self.grader._host
        if warm is None or host is None:
            return {}
        server, suite = warm._process.pid, host._process.pid
        inside, trusted = self.tools.descendants(server), self.tools.descendants(suite)
        return {
            "warm server": [server],
            "suite host": [suite],
            "fork of the suite host": [p.pid for p in trusted if p.parent == suite],
            "room": [p.pid for p in trusted if "bwrap" in p.command],
            "first process of a room": [p.pid for p in trusted if p.command.startswith("cat -")],
            "base": [p.pid for p in inside if p.parent == server],
            "fork of the base": [p.pid for p in inside if p.parent != server],
        }

    def grading(self, cells, only=None):
        """What the grader does with a notebook, and who is graded meanwhile."""
        token = object()
        self.graded_now.add(token)
        try:
            return type(self.grader).grade_cells(self.grader, cells, only)
        finally:
            self.graded_now.remove(token)

    def __enter__(self):
        self.grader.grade_cells = self.grading
        self.start()
        return self

    def __exit__(self, *unused):
        self.stopped.set()
        self.join()
        del self.grader.grade_cells


def _lives(pid):
    """Whether a process runs: the dead can be killed, too, until somebody asks for their end."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def check_ungraded(result):
    """No score, no 0 where we failed, and a line that says what happened."""
    assert result.score is None
    for exercise in result.exercises:
        if exercise.status == "ungraded":
            assert exercise.score is None
            assert all(test.says for test in exercise.tests if test.status == "ungraded")
            assert f"Run: autograder validate {NAME}" in exercise_text(result, exercise)


@pytest.mark.parametrize("gradings", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_no_kill_changes_a_grade(graded, undisturbed, grader, tools, nothing_is_left, gradings):
    """Whatever is killed, and when: who is graded has the undisturbed score, nobody else has one."""
    done = 0
    with Killer(grader, tools, kills=gradings) as killer:
        while done < gradings or (not killer.enough() and done < MOST * gradings):
            results = graded(jobs=2)
            done += len(results)
            for result in results:
                if result.status == "graded":
                    assert tools.outcome(result) == undisturbed[result.student], killer.killed
                else:
                    check_ungraded(result)
    assert killer.enough(), f"killed: {Counter(killer.killed)}; still due: {Counter(killer.due)}"

    after = {result.student: tools.outcome(result) for result in graded(keep=True, jobs=2)}
    assert after == undisturbed


def test_a_students_own_crash_is_the_students(graded, undisturbed, tools):
    """Notebooks that end their own process, or its parent, are graded, and the same each time."""
    students = ["s3-exits", "s4-ends-itself", "s5-ends-its-parent"]

    for result in graded(students):
        assert (result.status, result.score) == ("graded", 6.0)
        assert tools.outcome(result) == undisturbed[result.student]
