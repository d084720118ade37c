"""Plain nbgrader commands, on a fresh clone and without an activated environment."""

import os
import subprocess
import sysconfig
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.build import build


def nbgrader(course, *arguments):
    """Runs an nbgrader command in the course, as a person would, with a bare PATH."""
    command = Path(sysconfig.get_path("scripts")) / "nbgrader"
    environment = os.environ | {"PATH": os.defpath}
    return subprocess.run(
        [command, *arguments], cwd=course, env=environment, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory, built_once):
    """A fresh clone of the course after `nbgrader generate_assignment` and `nbgrader generate_solution`."""
    root = tmp_path_factory.mktemp("clone")
    for path in ("nbgrader_config.py", "source/01_tiny/01_tiny.py", "source/01_tiny/pictures/square.png"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((built_once / path).read_bytes())
    (root / "course.toml").write_text("[assignments]\n01_tiny = { due = 2026-10-12T23:59:00+02:00 }\n")
    for step in ("generate_assignment", "generate_solution"):
        done = nbgrader(root, step, "01_tiny")
        assert done.returncode == 0, done.stderr
    return root


def test_plain_nbgrader_builds_what_the_builder_builds(released):
    """Release and solutions are byte for byte those of `autograder build`."""
    assert build(released, "01_tiny", check=True) == []


def test_points_reach_the_gradebook(released):
    """The course's own gradebook knows every graded cell and what it is worth."""
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_notebook("01_tiny", "01_tiny")
        points = {cell.name: cell.max_score for cell in notebook.grade_cells}

    assert points == {
        "test_conv2d": 10,
        "test_stride-cost": 2,
        "test_padding-side": 1.5,
        "augmentation-risks": 4,
    }


def test_the_due_date_reaches_the_gradebook(released):
    """The date of `course.toml` in UTC, as nbgrader keeps it: lateness is counted from there."""
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        due = gradebook.find_assignment("01_tiny").duedate

    assert due == datetime(2026, 10, 12, 21, 59)


def test_settings_that_cannot_be_used_end_every_command(course):
    """They are named before nbgrader does anything by them."""
    (course / "course.toml").write_text("seed = 'x'\n", encoding="utf-8")

    done = nbgrader(course, "generate_assignment", "01_tiny")

    assert done.returncode != 0
    assert "course.toml: seed is 'x', but should be a whole number" in done.stderr
    assert not (course / "release").exists()


def test_no_settings_no_command(course):
    """Without the course's own settings nbgrader would grade unprotected: it stops and says what to run."""
    (course / "autograder.py").write_text("raise ImportError('no autograder')\n", encoding="utf-8")

    done = nbgrader(course, "generate_assignment", "01_tiny")

    assert done.returncode != 0
    assert "run `make setup`" in done.stderr
    assert not (course / "release").exists()


def test_a_broken_script_is_reported(course, script):
    """The sentence about a broken percent script reaches the person who runs nbgrader."""
    script.write_text('# %% check="conv2d"\n', encoding="utf-8")

    done = nbgrader(course, "generate_assignment", "01_tiny")

    assert done.returncode != 0
    assert "source/01_tiny/01_tiny.py, line 1: " in done.stderr
