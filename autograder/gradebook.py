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

from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader import utils
from nbgrader.api import Grade, MissingEntry, SubmittedNotebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import update
from sqlalchemy.exc import OperationalError, SAWarning
from traitlets.config import Config

from autograder import registration
from autograder.database import course_settings, open_gradebook, unreachable
from autograder.front import fill_in, instead_of_link, repaired, save_scores
from autograder.late.rules import read_rules
from autograder.records import Records
from autograder.registration import release_of
from autograder.results import SubmissionResult
from autograder.verdicts import OurFault

__all__ = ["GradebookWriter", "assign_late_penalty"]

MAX_TIMESTAMP = 100  # [bytes]


class GradebookWriter:
    """Writes results down where formgrader, feedback and exports look for them, one student after another.

    Args:
        root: The course.
        assignment: Its name.
        submitted: Folder that holds `<student>/<assignment>/`.
        db_url: Database of the gradebook; the course's own where None.
        update_cells: Where the gradebook knows other cells than the release has, tell it;
            otherwise that is a `problem`.

    Raises:
        OurFault: The course's settings or the database's address cannot be used.
    """

    def __init__(
        self,
        root: Path,
        assignment: str,
        submitted: Path,
        db_url: str | None = None,
        *,
        update_cells: bool = False,
    ) -> None:
        read_rules(root)  # a broken file stops before anything is graded
        self._config = course_settings(root, assignment, db_url)
        self._config.CourseDirectory.submitted_directory = str(submitted)
        self._db_url = CourseDirectory(config=self._config).db_url
        self._records, self._update_cells = Records(root, self._db_url), update_cells
        self._book: _Book | None = None
        self._stopped, self._failed = "", list[str]()

    def write(self, result: SubmissionResult, *, same_code: bool = False) -> None:
        """One student. What goes wrong becomes a `problem`: others are still being graded.

        Args:
            result: To be written.
            same_code: The submission is the one that was graded before.
        """
        if self._stopped:
            return
        try:
            if self._book is None:
                self._book = _Book(self._config, update_cells=self._update_cells)
            self._book.write(result, same_code=same_code)
            self._records.save(result)
        except OurFault as fault:
            self._stopped = str(fault)
        except OperationalError as error:  # each further student would wait for the lock in vain
            said, hint = unreachable(error, self._db_url)
            self._stopped = (
                f"the gradebook could not be written: {said}. Every result is kept: mend this ({hint}), "
                "and run the same command again."
            )
        except Exception as error:  # one student's trouble is not another's
            self._failed.append(f"{result.student} ({type(error).__name__}: {error})")

    def close(self) -> None:
        """Let go of the database."""
        if self._book is not None:
            self._book.gradebook.close()

    @property
    def problem(self) -> str:
        """Why grades are missing, and whose; empty where all were written."""
        missing = f"these grades could not be written: {', '.join(self._failed)}" if self._failed else ""
        return "\n".join(filter(None, [self._stopped, missing]))


class _Book:
    """An open gradebook, and the folder of graded notebooks that belongs to it."""

    def __init__(self, config: Config, *, update_cells: bool) -> None:
        self.config, self.places = config, CourseDirectory(config=config)
        self.assignment: str = self.places.assignment_id
        self.ignored = [*self.places.ignore, "*.ipynb"]
        self.gradebook = open_gradebook(self.places)
        self._register()
        self.release = release_of(self.places)
        self.permissions = int(str(Autograde(coursedir=self.places, config=self.config).permissions), 8)
        if update_cells:
            with self._one_commit():
                registration.update_cells(self.gradebook, self.assignment, self.release)
        elif found := registration.differences(self.gradebook, self.assignment, self.release):
            raise OurFault(
                f"the gradebook knows other cells of {self.assignment} than its release has ({found}). "
                f"To see what that changes for whom, run: autograder regrade {self.assignment}"
            )

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

    def write(self, result: SubmissionResult, *, same_code: bool) -> None:
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
            self._hold(notebook)
            save_scores(notebook, graded, result, same_code=same_code)
            notebook.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            assign_late_penalty(self.config, self.assignment, student)
            self.gradebook.db.expire_all()

    def _hold(self, notebook: SubmittedNotebook) -> None:
        """Let nobody change the student's rows until the commit: what is read from here on stays true.

        An update that changes nothing is how any database is told so. Whoever grades by hand waits for it.
        """
        book, rows = SubmittedNotebook, Grade
        for unchanged in (
            update(book).where(book.id == notebook.id).values(flagged=book.flagged),
            update(rows).where(rows.notebook_id == notebook.id).values(extra_credit=rows.extra_credit),
        ):
            self.gradebook.db.execute(unchanged.execution_options(synchronize_session=False))

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
