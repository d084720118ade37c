"""How many notebooks are graded at a time where nobody says."""

import os

import pytest

from autograder.machine import usable_cores


@pytest.mark.parametrize(
    "quota, cores",
    [("200000 100000", 2), ("50000 100000", 1), ("150000 100000", 2), ("max 100000", 8), ("odd", 8)],
)
def test_a_containers_share_bounds_the_jobs(tmp_path, monkeypatch, quota, cores):
    """As many as the time that the container gets, not as many as it sees."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)))
    (tmp_path / "cpu.max").write_text(quota)

    assert usable_cores(tmp_path / "cpu.max") == cores


def test_without_a_container_every_core_counts(tmp_path, monkeypatch):
    """Where there is no such file, the cores that this process may run on."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 5, 7})

    assert usable_cores(tmp_path / "none") == 3
