"""Who handed a file in, and when, by the way an LMS names it.

Sources: Canvas, `content_zipper.rb` of canvas-lms; Moodle, "Download all submissions" of mod/assign;
Blackboard, its gradebook's file names, which nbgrader's own documentation uses as its example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

__all__ = ["Named", "name_fits", "read_name"]

# familyname_LATE_userid_attachmentid_file-1.ipynb
_CANVAS = re.compile(
    r"(?:\w+?_)?(?P<late>LATE_)?(?P<student>\d{2,}|anon_[A-Za-z0-9]+)_(?P<order>\d{3,})_(?P<file>.+)"
)
# Full Name_participant_assignsubmission_file_/file.ipynb, or the same without the folder
_MOODLE = re.compile(r".*_(?P<student>\d+)_assignsubmission_file_?/?(?P<file>.*)", re.DOTALL)
# assignment_user_attempt_2026-05-04-21-58-03_file.ipynb
_BLACKBOARD = re.compile(
    r".+_(?P<student>[^_]+)_attempt_(?P<at>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)_?(?P<file>.*)", re.DOTALL
)
_COPY = re.compile(r"(?:[-_ ]?\(\d+\)|-\d+|[-_ ]Copy\d*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """What a file's name says.

    Attributes:
        student: Whose it is, as the LMS numbers or names them.
        file: What the student called it.
        lms: By whose way of naming this was read.
        order: Grows from one hand-in to the next, where the name tells.
        late: The LMS marked it so.
        at: When it was handed in, where the name tells; by clocks where the LMS is, which it does not name.
    """

    student: str
    file: str
    lms: str
    order: tuple[int, int] = (0, 0)
    late: bool = False
    at: datetime | None = None


def read_name(path: PurePosixPath) -> Named | None:
    """Read a path below the folder of what was extracted; None where no student's name is in it.

    Args:
        path: Relative; of an archive, below a folder of its name.
    """
    for text in (path.name, *(f"{folder.name}/{path.name}" for folder in path.parents)):
        if found := _MOODLE.fullmatch(text):
            return Named(found["student"], found["file"], "Moodle")
    if found := _BLACKBOARD.fullmatch(path.name):
        at = datetime.strptime(found["at"], "%Y-%m-%d-%H-%M-%S")
        return Named(found["student"], found["file"], "Blackboard", at=at)
    if found := _CANVAS.fullmatch(path.name):
        repeat = re.search(r"-(\d+)$", PurePosixPath(found["file"]).stem)
        order = (int(found["order"]), int(repeat[1]) if repeat else 0)
        return Named(found["student"], found["file"], "Canvas", order, bool(found["late"]))
    return None


def name_fits(file: str, assignment: str) -> bool:
    """Whether a file is called as the assignment's notebook, or as programs call a copy of it."""
    stem = file.removesuffix(".ipynb")
    return stem.startswith(assignment) and bool(_COPY.fullmatch(stem[len(assignment) :]))
