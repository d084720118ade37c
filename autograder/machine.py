"""How much of this machine grading may use."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["usable_cores"]

QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores(quota: Path = QUOTA) -> int:
    """Processor cores that this process may really use, at least 1.

    A container often sees all cores of its machine and may use two: so many jobs as it sees would starve
    each other until student code runs out of time.

    Args:
        quota: File in which a control group (version 2) keeps its share of time.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        allowed, period = quota.read_text().split()
        return max(1, min(cores, round(int(allowed) / int(period))))
    except (OSError, ValueError):  # no such file, or no bound
        return cores
