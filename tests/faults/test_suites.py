"""Hidden suites that are broken, by accident or by nature: only their exercises are ungraded, never 0."""

import json
from dataclasses import asdict

import pytest

from autograder import host
from autograder.host import SuiteHost
from autograder.session import Limits
from autograder.verdicts import OurFault

NAME = "01_tiny"
GOOD = """
from autograder.testing import expect_equal

def test_doubles(student):
    expect_equal(student.double(21), 42, says="off")
"""
# Statements that a suite begins with: what it does to whoever reads it.
READING = {
    "imports": "import no_such_module",
    "syntax": "def (",
    "raises": "raise RuntimeError('at import')",
    "skips": "import pytest; pytest.skip('not today', allow_module_level=True)",
    "leaves": "import os; print('ready'); os._exit(0)",
    "hangs": "import time; time.sleep(3600)",
}
DEADLY = {
    "exits": "import sys; sys.exit(0)",
    "ends": "import pytest; pytest.exit('enough')",
    "kills": "import os; os.kill(os.getpid(), 9)",
    "interrupts": "raise KeyboardInterrupt",
}
# Statements of a test: what it does while it runs.
RUNNING = {
    "raises": "raise RuntimeError('the oracle broke')",
    "exits": "import sys; sys.exit(0)",
    "skips": "import pytest; pytest.skip('not today')",
    "ends": "import pytest; pytest.exit('enough')",
    "interrupts": "raise KeyboardInterrupt",
    "fills": "bytearray(1 << 40)",
    "floods": "print('x' * 100_000); raise KeyError('after a flood')",
}
CELLS = ["def double(x):\n    return 2 * x"]


def graded_by(folder, suites, grader):
    """Status and score of each exercise, graded by a suite host of its own, and what is said of it."""
    for name, text in {"good": GOOD, **suites}.items():
        (folder / f"test_{name}.py").write_text(text + "\n")
    job = {"warm": grader._processes()[0].address, "cells": CELLS, "choices": {}, "seed": 7}
    job |= {"exercises": dict.fromkeys(["good", *suites], 4.0), "limits": asdict(Limits())}
    with SuiteHost(folder) as running:
        exercises = running.grade(job)["exercises"]
    summary = {exercise["name"]: (exercise["status"], exercise["score"]) for exercise in exercises}
    return summary, {exercise["name"]: exercise["tests"][-1] for exercise in exercises}


@pytest.mark.parametrize("suites", [READING, pytest.param(DEADLY, marks=pytest.mark.slow)])
def test_a_suite_that_cannot_be_read(tmp_path, grader, suites, monkeypatch, nothing_is_left):
    """Its exercise is ungraded, and says which file it was; the suite beside it grades as ever."""
    monkeypatch.setattr(host, "READ_SECONDS", 5)

    summary, tests = graded_by(tmp_path, {name: f"{text}\n{GOOD}" for name, text in suites.items()}, grader)

    assert summary == {"good": ("passed", 4.0)} | dict.fromkeys(suites, ("ungraded", None))
    for name in suites:
        assert tests[name]["score"] is None
        assert f"test_{name}.py" in tests[name]["says"]


def test_a_hidden_test_that_fails_itself(tmp_path, grader, nothing_is_left):
    """Its exercise is ungraded, whatever the tests beside it say; other exercises are graded."""
    suites = {name: f"{GOOD}\ndef test_it(student):\n    {text}" for name, text in RUNNING.items()}

    summary, tests = graded_by(tmp_path, suites, grader)

    assert summary == {"good": ("passed", 4.0)} | dict.fromkeys(suites, ("ungraded", None))
    for name in suites:
        assert "not the student's fault" in tests[name]["says"]


def test_a_hidden_test_that_ends_its_process(tmp_path, grader, nothing_is_left):
    """There is no result, and no zeros; the host lives on."""
    with pytest.raises(OurFault, match="the process that graded this submission died"):
        graded_by(tmp_path, {"dies": "def test_it(student):\n    import os; os._exit(0)"}, grader)


def test_the_command_with_a_broken_suite(course, command, tools, undisturbed, nothing_is_left):
    """It grades the rest, names the file once for each student, and the command that finds out more."""
    (course / "tests" / "hidden" / NAME / "test_triple.py").write_text("import os\nos._exit(0)\n")
    students = ["s0-full", "s1-wrong"]
    for path in (course / "submitted").glob("s[2-9]*"):
        path.rename(course / path.name)

    code, said = tools.finished(
        command(course, "autograder", "grade", NAME, "--submitted", "submitted", "--json", "out.json")
    )

    assert code == 1, said
    submissions = json.loads((course / "out.json").read_text())["submissions"]
    for submission, student, score in zip(submissions, students, (10.0, 0.0), strict=True):
        double, triple, cost = submission["exercises"]
        assert (submission["status"], submission["score"]) == ("ungraded", None)
        assert (double["score"], triple["score"], cost["score"]) == (score, None, 2.0)
        assert f"{student} · {NAME} · triple · UNGRADED" in said
    assert said.count("The hidden suite could not be read (test_triple.py)") == 2
    assert said.count(f"Run: autograder validate {NAME}") == 2
    assert f"2 of 2 ungraded; the others are kept. To try these again, run: autograder grade {NAME}" in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_validate_with_a_broken_suite(course, command, tools, nothing_is_left):
    """The command that an ungraded exercise names says what is wrong with the suite."""
    (course / "tests" / "hidden" / NAME / "test_triple.py").write_text("import os\nos._exit(0)\n")

    code, said = tools.finished(command(course, "autograder", "validate", NAME))

    assert code == 1
    assert "The hidden suite could not be read (test_triple.py)" in said
    assert "Traceback" not in said
