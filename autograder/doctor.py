"""What is missing on this machine, and the command that mends it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.preload import check_room
from autograder.results import ACCELERATORS
from autograder.room import bubblewrap_problem
from autograder.session import Limits
from autograder.verdicts import OurFault
from autograder.warm import WarmServer

__all__ = ["Finding", "examine"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `problem` is None where all is well, else it ends in what to do."""

    what: str
    problem: str | None


def examine(*, gpu: bool = False) -> Iterator[Finding]:
    """Look at everything that grading needs.

    Args:
        gpu: Whether the course asks for parity on this machine's GPU.
    """
    for package in ("torch", "torchvision", "nbgrader", "jupytext", "IPython"):
        missing = importlib.util.find_spec(package) is None
        yield Finding(package, f"{package} is missing. Run: make setup" if missing else None)
    yield Finding("seccomp", _seccomp_problem())
    yield Finding(
        "bubblewrap",
        "bubblewrap is missing. Run: apt-get install bubblewrap" if not shutil.which("bwrap") else None,
    )
    yield Finding("a room can be built", bubblewrap_problem())
    accelerator, problem = _worker(gpu=gpu)
    yield Finding("student code runs in a room", problem)
    if accelerator:
        yield Finding(f"device parity is tested on {ACCELERATORS[accelerator]}", None)


def _seccomp_problem() -> str | None:
    try:
        import pyseccomp  # noqa: F401  # looks for the system's library
    except (ImportError, RuntimeError):
        return "libseccomp is missing. Run: apt-get install libseccomp2"
    return None


def _worker(*, gpu: bool) -> tuple[str, str | None]:
    """The kind of accelerator that student code finds in a room, and what is wrong with rooms."""
    try:
        with WarmServer() as server:
            return check_room(server.address, [], Limits(gpu=gpu)), None
    except (OurFault, OSError) as fault:
        return "", str(fault)
