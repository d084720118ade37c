"""Percent scripts → source notebooks → release → solutions, and the proof that nothing leaks."""

from autograder.build.leaks import CANARY, find_leaks
from autograder.build.notebook import source_notebook
from autograder.build.release import build, build_source_if_stale
from autograder.build.settings import course_config, find_own_commands
from autograder.build.stubs import ClearSolutionRegions

__all__ = [
    "CANARY",
    "ClearSolutionRegions",
    "build",
    "build_source_if_stale",
    "course_config",
    "find_leaks",
    "find_own_commands",
    "source_notebook",
]
