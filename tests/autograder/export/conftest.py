"""Marks and the files of an LMS, for the tests of every format."""

import csv
import io
from pathlib import Path

import pytest

from autograder.export.marks import Mark, Part
from autograder.export.sheet import Sheet

SAMPLES = Path(__file__).parent / "samples"


def a_mark(student, score=8.0, max_score=10.0, status="graded", **more):
    """One student's mark."""
    return Mark(student, status, score if status == "graded" else None, max_score, **more)


@pytest.fixture
def mark():
    """Makes a mark: `mark("ada", 7.5)`, `mark("bob", status="ungraded")`."""
    return a_mark


@pytest.fixture
def part():
    """Makes a part of a mark: `part("conv2d", 6, 10)`."""

    def made(name, score, max_score, *, waits=False, auto=True, comment=""):
        return Part(name, score, max_score, waits, auto, comment)

    return made


@pytest.fixture
def sample():
    """Opens one of the sample files."""
    return lambda name: Sheet(SAMPLES / name)


@pytest.fixture
def records():
    """The records of a CSV file's bytes, as its next reader sees them."""
    return lambda data: list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
