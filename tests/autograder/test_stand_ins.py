"""One mistake costs once: what an exercise needs is replaced by the worked version where it is wrong."""

import textwrap
from dataclasses import asdict

import pytest

from autograder.course import read_assignment
from autograder.host import SuiteHost
from autograder.session import Limits
from autograder.stand_ins import needs_of

SCRIPT = """\
# %%
import torch
FACTOR = 2

# %% exercise="double"
def double(x):
    ### BEGIN SOLUTION
    return FACTOR * x  # WORKED
    ### END SOLUTION

# %% check="double" points=10
double(1)

# %% exercise="alone"
def alone(x):
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION

# %% check="alone" points=10
alone(1)

# %% exercise="quadruple"
def quadruple(x):
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION

# %% check="quadruple" points=10
quadruple(1)

# %% exercise="more"
def more(x):
    ### BEGIN SOLUTION
    return quadruple(x) + 1
    ### END SOLUTION

# %% check="more" points=10
more(1)
"""
SUITES = {
    "double": "expect_equal(student.double(3), 6, says='off')",
    "alone": "expect_equal(student.alone(3), 3, says='off')",
    "quadruple": "expect_equal(student.quadruple(3), 12, says='off')\n\n"
    "def test_shortcut(student):\n"
    "    expect_no_shortcut(student, 'quadruple', 3, forbidden=CONVOLUTIONS)\n\n"
    "def test_tensors(student):\n"
    "    expect_close(student.quadruple(torch.ones(3)), torch.full((3,), 4.0), says='off')",
    "more": "expect_equal(student.more(3), 13, says='off')",
}
RIGHT = {
    "double": "def double(x):\n    return x + x",
    "alone": "def alone(x):\n    return x",
    "quadruple": "def quadruple(x):\n    return double(double(x))",
    "more": "def more(x):\n    return quadruple(x) + 1",
}


@pytest.fixture(scope="module")
def needs(tmp_path_factory):
    """What the exercises need of each other."""
    script = tmp_path_factory.mktemp("source") / "01_needs.py"
    script.write_text(SCRIPT)
    return needs_of(read_assignment(script))


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """A suite host with a hidden suite for each exercise."""
    folder = tmp_path_factory.mktemp("hidden")
    for name, text in SUITES.items():
        head = "import torch\nfrom autograder.testing import *\n\ndef test_of_values(student):\n    "
        (folder / f"test_{name}.py").write_text(head + text)
    with SuiteHost(folder) as host:
        yield host


@pytest.fixture
def grade(host, warm, needs):
    """Grades a notebook that is right but for some cells; status and stand-ins by exercise."""

    def graded(**cells):
        sources = [textwrap.dedent(source) for source in (RIGHT | cells).values()]
        job = {"warm": warm, "cells": sources, "exercises": dict.fromkeys(RIGHT, 10.0), "choices": {}}
        job |= {"seed": 7, "limits": asdict(Limits(test_seconds=5)), "needs": needs}
        graded.results = {result["name"]: result for result in host.grade(job)["exercises"]}
        return {name: (found["status"], found["stand_ins"]) for name, found in graded.results.items()}

    return graded


def test_needs_are_read_off_the_solutions(needs):
    """Those of others count, too; what needs nothing is left out, and so are comments."""
    assert {name: need["names"] for name, need in needs.items()} == {
        "quadruple": ["double"],
        "more": ["double", "quadruple"],
    }
    assert "FACTOR = 2" in needs["more"]["code"]
    assert "WORKED" not in needs["more"]["code"]


def test_code_holds_nothing_that_is_not_needed(needs):
    """What is graded later, or elsewhere, is not given away."""
    assert "def alone" not in needs["more"]["code"]
    assert "def more" not in needs["more"]["code"]
    assert "def quadruple" not in needs["quadruple"]["code"]


def test_nothing_stands_in_where_all_is_right(grade):
    """A right notebook is graded as it is."""
    assert grade() == dict.fromkeys(RIGHT, ("passed", []))


@pytest.mark.parametrize(
    ("double", "status"),
    [
        ("def double(x):\n    return x * x", "failed"),
        ("def double(x):\n    raise NotImplementedError", "not attempted"),
        ("", "not attempted"),
        ("def double(x):\n    import os\n    os._exit(1)", "failed"),
    ],
)
def test_one_mistake_costs_once(grade, double, status):
    """Wrong, untouched, missing or fatal: those that need it are full, and say what stood in."""
    assert grade(double=double) == {
        "double": (status, []),
        "alone": ("passed", []),
        "quadruple": ("passed", ["double"]),
        "more": ("passed", ["double"]),
    }


def test_an_own_mistake_still_costs(grade):
    """What is wrong by itself stays wrong, with a right helper, too, and needs a stand-in elsewhere."""
    graded = grade(double="def double(x):\n    return 0", quadruple="def quadruple(x):\n    return double(x)")

    assert graded["quadruple"] == ("partial", [])
    assert graded["more"] == ("passed", ["double", "quadruple"])


def test_who_needs_nothing_is_not_helped(grade):
    """An exercise that the worked solutions do without takes nothing from an earlier one that is wrong."""
    graded = grade(double="def double(x):\n    return 0", alone="def alone(x):\n    return double(x) - x")

    assert graded["alone"] == ("failed", [])


def test_later_exercises_never_stand_in(grade):
    """A function that leaves its work to a later exercise, unsolved, gets nothing for it."""
    graded = grade(double="def double(x):\n    return quadruple(x) / 2", quadruple="")

    assert graded["double"][0] == "failed"
    assert graded["quadruple"][0] == "not attempted"


def test_what_stood_in_cannot_be_kept_for_later(grade):
    """Code that writes down what it is shown finds it when everything it could serve has been graded."""
    thief = """
        import inspect, pathlib
        def quadruple(x):
            try:
                pathlib.Path("/tmp/loot").write_text(str(inspect.getclosurevars(double)))
            except Exception:
                pass
            return double(double(x))
        """
    double = """
        import pathlib
        def double(x):
            if pathlib.Path("/tmp/loot").exists():
                return 2 * x
            return 0
        """

    assert grade(double=double, quadruple=thief)["double"] == ("failed", [])


def test_what_is_said_was_said_without_stand_ins(grade):
    """Code could spell out what it saw in what it returns, so of a test that is still lost nothing is new."""
    quadruple = """
        def quadruple(x):
            return torch.zeros(int(double(1)), 5) if isinstance(x, torch.Tensor) else double(double(x))
        """

    graded = grade(
        double="def double(x):\n    return x + 4", quadruple="import torch\n" + textwrap.dedent(quadruple)
    )

    said = {test["name"]: (test["status"], test["says"]) for test in grade.results["quadruple"]["tests"]}
    assert graded["quadruple"] == ("partial", ["double"])
    assert said["of values"] == ("passed", "")
    assert said["tensors"] == ("failed", "the output is (5, 5), but (3,) was expected")


def test_a_shortcut_of_a_helper_is_not_held_against_its_user(grade):
    """The worked helper is what is looked at, in the place of the student's."""
    shortcut = """
        import torch
        def double(x):
            torch.conv2d
            return 0
        """

    assert grade(double=shortcut)["quadruple"] == ("passed", ["double"])
