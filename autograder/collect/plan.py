"""Decides for a class's extracted files which one is whose notebook, and says why of every other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from nbgrader.utils import parse_utc

from autograder.collect.cells import assignment_of
from autograder.collect.names import Named, name_fits, read_name
from autograder.sanitise import plain_text

__all__ = ["Plan", "plan"]

TIMESTAMP = "timestamp.txt"
MAX_TIMESTAMP = 100  # [bytes]
LEFT_OUT = ("__MACOSX", ".ipynb_checkpoints")


@dataclass
class Plan:
    """What becomes of each file.

    Attributes:
        chosen: The files to collect, and whose they are.
        said: Lines about what was collected though its name is odd.
        left: Lines about what was not collected; it stays where it is.
    """

    chosen: dict[Path, Named] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def plan(folder: Path, assignment: str, known: dict[str, set[str]], zone: ZoneInfo) -> Plan:
    """Look at every file below a folder.

    Args:
        folder: Of what was extracted.
        assignment: Whose notebooks are wanted.
        known: The cells' names by released assignment.
        zone: Of the clocks by which an LMS writes a time into a name.
    """
    result, offers = Plan(), dict[str, list[tuple[Path, Named]]]()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink()):
        relative = PurePosixPath(path.relative_to(folder))
        if path.name == TIMESTAMP or set(relative.parts) & set(LEFT_OUT) or path.name.startswith("._"):
            continue
        named = read_name(relative) or _by_folder(relative, assignment)
        if why := _refused(path, named, assignment, known):
            result.left.append(f"{_shown(relative)}: {why}")
            continue
        assert named is not None
        if not name_fits(named.file, assignment):
            result.said.append(
                f"{_shown(relative)}: is {_shown(named.student)}'s {assignment}, recognised by its cells"
            )
        offers.setdefault(named.student, []).append((path, _with_time(path, named, zone, result)))
    for student, offered in offers.items():
        _choose(result, folder, student, offered)
    return result


def _by_folder(path: PurePosixPath, assignment: str) -> Named | None:
    """Plain archives: `<student>/file.ipynb`, or `<student>/<assignment>/file.ipynb`."""
    folders = [part for part in path.parts[:-1] if part != assignment]
    return Named(folders[-1], path.name, "its folder") if folders else None


def _refused(path: Path, named: Named | None, assignment: str, known: dict[str, set[str]]) -> str:
    """Why a file is not this assignment's notebook, or nobody's; empty where it is somebody's."""
    if path.suffix != ".ipynb":
        return "is no notebook"
    if named is None:
        return f"does not say whose it is. Put it into a folder of the student's name: <student>/{path.name}"
    if plain_text(named.student) != named.student or named.student.startswith("."):
        return "has a name that no student can have"
    if name_fits(named.file, assignment):
        return ""  # whatever is in it: grading says so to the student
    belongs = assignment_of(path, known)
    if belongs is None:
        return f"holds no cell of {assignment}, and is not called so"
    return "" if belongs == assignment else f"is the notebook of {belongs}"


def _with_time(path: Path, named: Named, zone: ZoneInfo, result: Plan) -> Named:
    """With its time in UTC: out of its name, or of a `timestamp.txt` beside it, which nbgrader writes."""
    beside = path.with_name(TIMESTAMP)
    if named.at is not None:
        return replace(named, at=named.at.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None))
    if beside.is_symlink() or not beside.is_file():
        return named
    try:
        text = beside.read_bytes()[:MAX_TIMESTAMP].decode().strip()
        return replace(named, at=parse_utc(text) if text else None)
    except (ValueError, OverflowError):
        result.said.append(f"{_shown(named.student)}: {TIMESTAMP} beside the notebook holds no time")
        return named


def _choose(result: Plan, folder: Path, student: str, offered: Iterable[tuple[Path, Named]]) -> None:
    """Of one student's notebooks the newest; none where nothing says which that is."""
    by_order = sorted(offered, key=lambda one: _order(one[1]))
    (path, named), others = by_order[-1], by_order[:-1]
    who = _shown(student)
    rivals = [one for one in others if _order(one[1]) == _order(named) and _digest(one[0]) != _digest(path)]
    if rivals:
        names = ", ".join(_shown(one.relative_to(folder)) for one, _ in [*rivals, (path, named)])
        result.left.append(f"{names}: are all {who}'s, and nothing says which is newest. Leave one there")
        return
    result.chosen[path] = named
    for other, _ in others:
        shown = f"{_shown(other.relative_to(folder))}: is not newer than {_shown(path.relative_to(folder))}"
        result.left.append(f"{shown}, which was collected for {who}")
    if named.late and not named.at:
        result.said.append(
            f"{who}: {named.lms} marked this late and does not say by how much. To have it penalised, write "
            f"the time to submitted/{who}/…/{TIMESTAMP}"
        )


def _order(named: Named) -> tuple[datetime, tuple[int, int]]:
    """What sorts the hand-ins of one student."""
    return named.at or datetime.min, named.order


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _shown(name: object) -> str:
    return " ".join(plain_text(name, 200).split())
