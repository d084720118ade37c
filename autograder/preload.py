"""What the warm server imports ahead, and whether all of it is in the room."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from autograder import source
from autograder.course import Assignment
from autograder.results import ACCELERATORS
from autograder.session import Limits, Session
from autograder.student import Student
from autograder.verdicts import OurFault, StudentFault

__all__ = ["check_room", "modules_of"]


def modules_of(assignment: Assignment, suite: Path) -> list[str]:
    """Modules that a notebook imports, so that they need not be imported again for each student.

    Where something is trained, also what torch imports at an optimiser's first step: that takes a second.

    Args:
        assignment: Whose notebook.
        suite: Folder of its hidden suite.
    """
    texts = [
        *(path.read_text(encoding="utf-8", errors="replace") for path in suite.glob("*.py")),
        *(c.source for c in assignment.cells),
    ]
    trains = any("optim" in text or "convlab.training" in text for text in texts)
    return [*_imports(assignment), *(["torch._dynamo"] if trains else [])]


def check_room(address: str, modules: Sequence[str], limits: Limits) -> str:
    """Make sure that what notebooks need is in the room: if it were not, every student would seem to fail.

    Args:
        address: Of the warm server.
        modules: What notebooks import.
        limits: Those of the rooms.

    Returns:
        The kind of accelerator there, one of `autograder.results.ACCELERATORS`.

    Raises:
        OurFault: Something is missing, or GPUs were asked for and do not work in a room.
    """
    imports = [f"import {module}" for module in modules]
    files = [
        "import convlab, os, torch",
        "for module in (convlab, os, torch):",
        "    open(module.__file__).close()",
    ]
    with Session(address, ["\n".join([*imports, *files])], limits) as session:
        try:
            session.begin_test()
            if error := session.runs[0].error:
                last = str(error.get("trace")).strip().splitlines()[-1:]
                raise OurFault(f"the room lacks what notebooks import: {last}. Run: autograder doctor")
            kind = Student(session).run(_kind_of_accelerator)
        except StudentFault as fault:  # no student's code was there
            told = (fault.staff.strip().splitlines() or [fault.says])[-1]
            raise OurFault(f"the room does not work: {told}. Run: autograder doctor") from None
    if kind not in ACCELERATORS:
        raise OurFault("a room answers wrongly which accelerator it has. Run: make test")
    if limits.gpu and kind != "cuda":
        raise OurFault(
            "course.toml asks for parity on a GPU (gpu = true), but no room reaches one: this machine has no "
            "NVIDIA GPU, no driver, or a torch without CUDA. Mend that, or leave gpu out: the simulated "
            "accelerator then stands for it"
        )
    return str(kind)


def _kind_of_accelerator(student):  # type: ignore[no-untyped-def]  # its source is sent
    import torch

    from convlab.devices import accelerator

    images = torch.arange(48.0).view(1, 3, 4, 4)
    with accelerator() as device:
        there = torch.nn.functional.conv2d(images.to(device), images[..., :2, :2].to(device))
        if device.type != "meta":
            torch.testing.assert_close(there.cpu(), torch.nn.functional.conv2d(images, images[..., :2, :2]))
        return there.device.type


def _imports(assignment: Assignment) -> list[str]:
    modules = set()
    for cell in assignment.cells:
        if cell.kind in ("code", "exercise") and (tree := source.parse_cell(cell.source)):
            for node in tree.body:
                if isinstance(node, ast.Import):
                    modules |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module)
    return sorted(modules)
