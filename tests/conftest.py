"""What all tests share."""

import os

# Before torch is imported, and for every process that a test starts: where cores are busy, threads that wait
# for each other take several times as long.
os.environ["OMP_NUM_THREADS"] = "1"

import pytest

from autograder.suite import MARKERS


def pytest_configure(config: pytest.Config) -> None:
    """Know the marks of hidden suites: `autograder.testing` makes them when it is imported."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)
