"""The course on disk: its root, its settings, its assignments, and what their percent scripts say."""

from autograder.course.assignment import (
    Assignment,
    assignments,
    find_root,
    load_assignment,
    read_assignment,
    script_of,
)
from autograder.course.percent import Cell, Kind
from autograder.course.regions import solution_text, visible_text
from autograder.course.settings import Settings, read_settings, released

__all__ = [
    "Assignment",
    "Cell",
    "Kind",
    "Settings",
    "assignments",
    "find_root",
    "load_assignment",
    "read_assignment",
    "read_settings",
    "released",
    "script_of",
    "solution_text",
    "visible_text",
]
