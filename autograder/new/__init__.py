"""A new assignment with one worked exercise, to be built, validated and then rewritten."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from autograder.build import CANARY

__all__ = ["new_assignment"]

_TEMPLATE = Path(__file__).parent / "template"
_NAME = re.compile(r"([0-9]{2})_([a-z][a-z0-9_]*)")
_PARTS = ("source", "tests/hidden", "release", "solutions")


def new_assignment(root: Path, name: str) -> list[str]:
    """Write the two folders of an assignment.

    Args:
        root: The course.
        name: Such as "09_brightness".

    Returns:
        The files that were written, as paths from the root.

    Raises:
        ValueError: It cannot have that name; the message says why, and what to do.
    """
    if problem := _problem(root, name):
        raise ValueError(problem)
    title = name.partition("_")[2].replace("_", " ").capitalize()
    written = []
    for template in sorted(_TEMPLATE.rglob("*.py")):
        path = root / _place(template.relative_to(_TEMPLATE), name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = Template(template.read_text(encoding="utf-8")).substitute(title=title, canary=CANARY)
        path.write_text(text, encoding="utf-8")
        written.append(path.relative_to(root).as_posix())
    return written


def _place(template: Path, name: str) -> Path:
    """Where a template's text goes, from the course's root."""
    if template.parts[0] == "hidden":
        return Path("tests", "hidden", name, *template.parts[1:])
    return Path("source", name, f"{name}.py")


def _problem(root: Path, name: str) -> str:
    """Why there can be no new assignment of that name; empty where there can."""
    match = _NAME.fullmatch(name)
    if match is None:
        return f"{name} cannot name an assignment: write two digits, _ and a lower-case name: 09_brightness"
    for part in _PARTS:
        for folder in sorted((root / part).glob(f"{match[1]}_*")):
            if folder.name == name:
                return f"{part}/{name} is there already: choose another name, or remove that folder"
            return f"the number {match[1]} is taken by {part}/{folder.name}: choose a free one"
    return ""
