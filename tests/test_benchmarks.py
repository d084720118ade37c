"""The benchmarks run: nobody else calls what they call, so a change of the engine could break them unseen."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "prints"),
    [
        (["grading.py", "--class-size", "3"], "one submission"),
        (["growth.py", "2", "4"], "submissions"),
        (["on_dask.py", "--class-size", "4"], "byte for byte"),
        (["cost.py", "--only", "00_orientation"], "00_orientation"),
    ],
)
def test_it_prints_its_table(words, prints):
    """From end to end, on a class of a few."""
    command = [sys.executable, str(BENCHMARKS / words[0]), *words[1:]]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert prints in done.stdout
