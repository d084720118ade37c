"""What is missing on this machine, and the command that mends it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.room import bubblewrap_problem

__all__ = ["Finding", "examine"]

PROBE = """
from convlab.devices import accelerator
with accelerator() as device:
    answer = device.type
"""
ACCELERATORS = {
    "cuda": "a CUDA GPU",
    "mps": "Apple's GPU",
    "simgpu": "a simulated accelerator with real data",
    "meta": "the meta device, which has no data",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `problem` is None where all is well, else it ends in what to do."""

    what: str
    problem: str | None


def examine() -> Iterator[Finding]:
    """Look at everything that grading needs."""
    for package in ("torch", "torchvision", "nbgrader", "jupytext", "IPython"):
        missing = importlib.util.find_spec(package) is None
        yield Finding(package, f"{package} is missing. Run: make setup" if missing else None)
    yield Finding("seccomp", _seccomp_problem())
    yield Finding(
        "bubblewrap",
        "bubblewrap is missing. Run: apt-get install bubblewrap" if not shutil.which("bwrap") else None,
    )
    yield Finding("a room can be built", bubblewrap_problem())
    accelerator, problem = _worker()
    yield Finding("student code runs in a room", problem)
    if accelerator:
        yield Finding(f"device parity is tested on {ACCELERATORS.get(accelerator, accelerator)}", None)


def _seccomp_problem() -> str | None:
    try:
        import pyseccomp  # noqa: F401  # looks for the system's library
    except (ImportError, RuntimeError):
        return "libseccomp is missing. Run: apt-get install libseccomp2"
    return None


def _worker() -> tuple[str, str | None]:
    """The kind of accelerator that student code finds in a room, and what is wrong with rooms."""
    from autograder.session import Session
    from autograder.verdicts import OurFault, StudentFault
    from autograder.warm import WarmServer

    try:
        with WarmServer() as server, Session(server.address, [PROBE]) as session:
            session.begin_test()
            reply = session.request("values", ["answer"])["value"]
    except (OurFault, StudentFault, OSError) as fault:
        return "", str(fault)
    answer = reply.get("answer")
    return (answer, None) if answer else ("", "a worker answers wrongly. Run: make test")
