"""nbgrader's gradebook and its autograded folder, written from results.

`nbgrader autograde` takes more than half a second to write one student down: it reads and validates each
notebook twice, opens the database six times and commits after every cell. Here a student is one pass and one
commit, made while others are still being graded. What stands there in the end is the same; a test compares
them.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from autograder.front import fill_in, instead_of_link, repaired, save_scores
from autograder.late.rules import read_rules
from autograder.results import SubmissionResult
from autograder.verdicts import OurFault

__all__ = ["GradebookWriter", "assign_late_penalty", "instructor_config"]

MAX_TIMESTAMP = 100  # [bytes]


class GradebookWriter:
    """Writes results down where formgrader, feedback and exports look for them, one student after another.

    Args:
        root: The course.
        assignment: Its name.
        submitted: Folder that holds `<student>/<assignment>/`.
    """

    def __init__(self, root: Path, assignment: str, submitted: Path) -> None:
        read_rules(root)  # a broken file stops before anything is graded
        self._of = root, assignment, submitted
        self._book: _Book | None = None
        self._stopped, self._failed = "", list[str]()

    def write(self, result: SubmissionResult) -> None:
        """One student. What goes wrong becomes a `problem`: others are still being graded."""
        if self._stopped:
            return
        try:
            if self._book is None:
                self._book = _Book(*self._of)
            self._book.write(result)
        except OurFault as fault:
            self._stopped = str(fault)
        except OperationalError as error:  # each further student would wait for the lock in vain
            self._stopped = (
                f"the gradebook could not be written: {error.orig}. Every result is kept: mend this "
                "(another program may be using gradebook.db), and run the same command again."
            )
        except Exception as error:  # one student's trouble is not another's
            self._failed.append(f"{result.student} ({type(error).__name__}: {error})")

    @property
    def problem(self) -> str:
        """Why grades are missing, and whose; empty where all were written."""
        missing = f"these grades could not be written: {', '.join(self._failed)}" if self._failed else ""
        return "\n".join(filter(None, [self._stopped, missing]))


class _Book:
    """An open gradebook, and the folder of graded notebooks that belongs to it."""

    def __init__(self, root: Path, assignment: str, submitted: Path) -> None:
        find_own_commands()
        self.assignment, self.config = assignment, instructor_config(root)
        self.config.CourseDirectory.submitted_directory = str(submitted)
        self.config.CourseDirectory.assignment_id = assignment
        self.places = CourseDirectory(config=self.config)
        self.ignored = [*self.places.ignore, "*.ipynb"]
        self.gradebook = Gradebook(self.places.db_url, self.places.course_id)
        self._register()
        folder = self._folder(self.places.release_directory, ".")
        self.release = nbformat.read(folder / f"{assignment}.ipynb", as_version=4)
        self.permissions = int(str(Autograde(coursedir=self.places, config=self.config).permissions), 8)

    def _register(self) -> None:
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
        """One student: the folder, then all of the rows or none; rows without scores would count as 0."""
        book, student = self.gradebook, result.student
        submitted = self._folder(self.places.submitted_directory, student)
        graded = repaired(submitted / f"{self.assignment}.ipynb", self.release)
        fill_in(graded, result)
        self._write_folder(student, submitted, graded)
        timestamp = _timestamp(submitted)
        when = {"timestamp": timestamp} if timestamp else {}
        with self._one_commit():
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(self.assignment, student, **when)
            [notebook] = [one for one in submission.notebooks if one.name == self.assignment]
            save_scores(notebook, graded, {exercise.name: exercise for exercise in result.exercises})
            notebook.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            assign_late_penalty(self.config, self.assignment, student)
            self.gradebook.db.expire_all()

    @contextmanager
    def _one_commit(self) -> Iterator[None]:
        """Where nbgrader would commit at each step, let a step only show the next one what it did."""
        db: Any = self.gradebook.db
        db.commit = db.flush
        try:
            # nbgrader builds a submission's rows before it adds them, which SQLAlchemy mentions each time.
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Object of type .* not in session", SAWarning)
                yield
            del db.commit
            db.commit()
        except BaseException:
            db.rollback()
            raise
        finally:
            vars(db).pop("commit", None)

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


def assign_late_penalty(config: Config, assignment: str, student: str) -> None:
    """Have nbgrader's preprocessor write what one student loses by being late, of the score as it is now."""
    names = {"notebook": assignment, "assignment": assignment, "student": student}
    resources: Any = {"nbgrader": {**names, "db_url": CourseDirectory(config=config).db_url}}
    AssignLatePenalties(config=config).preprocess(NotebookNode(cells=[]), resources)


def instructor_config(root: Path) -> Config:
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
            copy.write_text(instead_of_link(path))
        elif path.is_file():
            shutil.copyfile(path, copy)
