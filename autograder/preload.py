"""What the warm server imports ahead, and whether all of it is in the room."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from autograder import source
from autograder.course import Assignment
from autograder.results import ACCELERATORS
from autograder.session import Session
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


def check_room(address: str, modules: Sequence[str]) -> str:
    """Make sure that what notebooks need is in the room: if it were not, every student would seem to fail.

    Returns:
        The kind of accelerator there, one of `autograder.results.ACCELERATORS`.

    Raises:
        OurFault: Something is missing.
    """
    imports = [f"import {module}" for module in modules]
    files = [
        "import convlab, os, torch",
        "for module in (convlab, os, torch):",
        "    open(module.__file__).close()",
    ]
    with Session(address, ["\n".join([*imports, *files])]) as session:
        try:
            session.begin_test()
            if error := session.runs[0].error:
                last = str(error.get("trace")).strip().splitlines()[-1:]
                raise OurFault(f"the room lacks what notebooks import: {last}. Run: autograder doctor")
            kind = Student(session).run(_kind_of_accelerator)
        except StudentFault as fault:  # no student's code was there
            raise OurFault(f"the room does not work: {fault.says}. Run: autograder doctor") from None
    if kind not in ACCELERATORS:
        raise OurFault("a room answers wrongly which accelerator it has. Run: make test")
    return str(kind)


def _kind_of_accelerator(student):  # type: ignore[no-untyped-def]  # its source is sent
    import torch

    from convlab.devices import accelerator

    with accelerator() as device:
        return (torch.ones(2, device=device) + 1).device.type


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
