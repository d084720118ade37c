"""A class for every assignment, good, bad and hostile, while parts of the grading are killed at random."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import assignments

ROOT = Path(__file__).resolve().parents[2]
CLASS = 13  # each of the demo's students once, in every assignment: over a hundred in all


@pytest.mark.slow
@pytest.mark.parametrize("name", assignments(ROOT))
def test_everybody_gets_exactly_one_right_grade(name, bubblewrap):
    """Each has the score that was foreseen, in results and gradebook; and nothing is left behind."""
    soak = [sys.executable, str(ROOT / "benchmarks" / "soak.py"), "--students", str(CLASS), "--only", name]

    done = subprocess.run(soak, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    _, count, _, killed, *_ = done.stdout.splitlines()[-1].split()
    assert int(count) == CLASS
    assert int(killed) >= 1
