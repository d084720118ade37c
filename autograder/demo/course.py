"""The demo's own course: a copy with a gradebook of its own, in which plain nbgrader commands run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

from autograder.demo.hostile import SECRET

__all__ = ["LOG", "CommandError", "command", "fresh_course", "scores_of"]

LOG = "demo.log"
"""In the demo's folder: all that the commands printed."""


class CommandError(RuntimeError):
    """A command of the demo failed; its text is all that the command said."""


def fresh_course(root: Path, name: str, folder: Path) -> None:
    """Make the folder anew: the settings, one assignment and its hidden suite.

    Args:
        root: The course that is copied from.
        name: The assignment.
        folder: Removed first, if it is there.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(root / "nbgrader_config.py", folder)
    for part in (Path("source", name), Path("tests", "hidden", name)):
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "*.ipynb"))


def command(folder: Path, *words: str, said: Callable[[str], None] = lambda line: None) -> None:
    """Run one of this environment's commands in a folder, as a person would; what it prints goes to `LOG`.

    Args:
        folder: Where.
        *words: The command and its arguments.
        said: Called with each line that it prints.

    Raises:
        CommandError: It failed.
    """
    scripts = sysconfig.get_path("scripts")
    environment = os.environ | {SECRET: "the-secret-of-the-grader"}
    environment["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])
    lines = [f"$ {' '.join(words)}\n"]
    with subprocess.Popen(
        [Path(scripts) / words[0], *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            said(line)
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.writelines(lines)
    if process.returncode != 0:
        raise CommandError(f"`{' '.join(words)}` ended with {process.returncode}:\n{''.join(lines[1:])}")


def scores_of(folder: Path, name: str) -> dict[str, float | None]:
    """Scores in the gradebook by student; None where an exercise is ungraded and waits for a person."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's tables warn about themselves
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            return {
                submission.student_id: None if _ungraded(submission) else float(submission.score)
                for submission in gradebook.assignment_submissions(name)
            }


def _ungraded(submission) -> bool:  # type: ignore[no-untyped-def]  # nbgrader has no types
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return any(grade.needs_manual_grade and grade.name.startswith("test_") for grade in grades)
