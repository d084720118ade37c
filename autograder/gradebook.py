"""nbgrader's gradebook and its autograded folder, written from results.

`nbgrader autograde` takes more than half a second to write one student down: it reads and validates each
notebook twice, opens the database six times and commits after every cell. Here a student is one pass and a
few commits. What stands there in the end is the same; a test compares them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.build import course_config, find_own_commands
from autograder.front import fill_in, repaired, save_scores
from autograder.results import SubmissionResult
from autograder.verdicts import OurFault

__all__ = ["write_gradebook"]

MAX_TIMESTAMP = 100  # [bytes]


def write_gradebook(
    root: Path, assignment: str, submitted: Path, results: Iterable[SubmissionResult]
) -> None:
    """Write results down where formgrader, feedback and exports look for them.

    Args:
        root: The course.
        assignment: Its name.
        submitted: Folder that holds `<student>/<assignment>/`.
        results: One for each student; whoever is not among them is left alone.

    Raises:
        OurFault: The gradebook cannot be written; the text says why, or whose grades are missing.
    """
    find_own_commands()
    config = _settings(root)
    config.CourseDirectory.submitted_directory = str(submitted)
    config.CourseDirectory.assignment_id = assignment
    failed = []
    # nbgrader builds a submission's rows before it adds them, which SQLAlchemy mentions each time.
    warnings.filterwarnings("ignore", "Object of type .* not in session", SAWarning)
    try:
        writer = _Writer(root, assignment, config)
        for result in results:
            try:
                writer.write(result)
            except OperationalError:
                raise
            except Exception as error:  # one student's trouble is not another's
                failed.append(f"{result.student} ({type(error).__name__}: {error})")
                writer.gradebook.db.rollback()
    except OperationalError as error:
        raise OurFault(
            f"the gradebook could not be written: {error.orig}. Every result is kept: mend this "
            "(another program may be using gradebook.db), and run the same command again."
        ) from None
    if failed:
        raise OurFault(f"these grades could not be written: {', '.join(failed)}")


class _Writer:
    """Writes one student after another."""

    def __init__(self, root: Path, assignment: str, config: Config) -> None:
        self.assignment, self.config = assignment, config
        self.places = CourseDirectory(config=config)
        self.ignored = [*self.places.ignore, "*.ipynb"]
        self.gradebook = Gradebook(self.places.db_url, self.places.course_id)
        self._register(root)
        folder = self._folder(self.places.release_directory, ".")
        self.release = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
        self.permissions = int(str(Autograde(coursedir=self.places, config=config).permissions), 8)

    def _register(self, root: Path) -> None:
        """Make the assignment known to the gradebook, which is nbgrader's own task."""
        try:
            self.gradebook.find_assignment(self.assignment)
        except MissingEntry:
            outcome = NbGraderAPI(config=self.config).generate_assignment(self.assignment, force=True)
            self.gradebook.db.expire_all()
            if not outcome["success"]:
                said = outcome.get("error") or outcome.get("log")
                raise OurFault(f"nbgrader could not register {self.assignment}: {said}") from None

    def _folder(self, kind: str, student: str) -> Path:
        return Path(self.places.root, self.places.format_path(kind, student, self.assignment))

    def write(self, result: SubmissionResult) -> None:
        """One student: the folder first, for rows without scores would count as 0."""
        book, student = self.gradebook, result.student
        submitted = self._folder(self.places.submitted_directory, student)
        graded = repaired(submitted / f"{self.assignment}.ipynb", self.release)
        fill_in(graded, result)
        self._write_folder(student, submitted, graded)
        book.update_or_create_student(student)
        timestamp = _timestamp(submitted)
        when = {"timestamp": timestamp} if timestamp else {}
        submission = book.update_or_create_submission(self.assignment, student, **when)
        [notebook] = [one for one in submission.notebooks if one.name == self.assignment]
        save_scores(notebook, graded, {exercise.name: exercise for exercise in result.exercises})
        notebook.late_submission_penalty = None
        book.db.commit()
        if submission.total_seconds_late > 0:
            self._assign_late_penalty(student)

    def _assign_late_penalty(self, student: str) -> None:
        names = {"notebook": self.assignment, "assignment": self.assignment, "student": student}
        resources: Any = {"nbgrader": {**names, "db_url": self.places.db_url}}
        AssignLatePenalties(config=self.config).preprocess(NotebookNode(cells=[]), resources)
        self.gradebook.db.expire_all()

    def _write_folder(self, student: str, submitted: Path, graded: NotebookNode) -> None:
        place = self._folder(self.places.autograded_directory, student)
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as temporary:
            new = Path(temporary) / "folder"
            new.mkdir(mode=0o755)
            _copy_files(submitted, new, self.ignored)
            _copy_files(self._folder(self.places.source_directory, "."), new, self.ignored)
            (new / f"{self.assignment}.ipynb").write_text(_as_file(graded), encoding="utf-8")
            for file in new.rglob("*"):
                if file.is_file():
                    file.chmod(self.permissions)
            if place.exists():
                shutil.rmtree(place)
            new.rename(place)


def _settings(root: Path) -> Config:
    """What plain nbgrader commands would go by, with the instructor's own additions."""
    file = root / "nbgrader_config.py"
    if not file.is_file():
        return course_config(root)
    return PyFileConfigLoader(file.name, path=str(root)).load_config()


def _timestamp(submitted: Path) -> datetime | None:
    """When it was handed in, as the collecting command noted; None where there is no such note."""
    path = submitted / "timestamp.txt"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_TIMESTAMP:
        return None
    try:
        moment: datetime = utils.parse_utc(path.read_text().strip())
    except (ValueError, OverflowError):
        return None
    return moment


def _as_file(notebook: NotebookNode) -> str:
    """The notebook as nbformat writes it; a copy by way of JSON is the fastest."""
    copy = json.loads(json.dumps(notebook), object_hook=NotebookNode)
    return json.dumps(strip_transient(split_lines(copy)), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _copy_files(source: Path, target: Path, ignored: Sequence[str]) -> None:
    """Copy a folder's other files; links are not followed, but said to have been there."""
    if source.is_symlink() or source.parent.is_symlink():
        return
    for name in utils.find_all_files(str(source), ignored):
        path = Path(name)
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.unlink(missing_ok=True)
        if path.is_symlink():
            copy.write_text(f"This was a link to {path.readlink()}. Links are not followed.\n")
        elif path.is_file():
            shutil.copyfile(path, copy)
