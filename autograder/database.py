"""Which database holds the gradebook, and the way into it: SQLite's file, or a server like PostgreSQL's."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.build import course_config, find_own_commands
from autograder.verdicts import OurFault

__all__ = ["course_settings", "open_gradebook", "unreachable"]


def course_settings(root: Path, assignment: str, db_url: str | None = None) -> Config:
    """What plain nbgrader commands would go by, with the instructor's own additions.

    Args:
        root: The course.
        assignment: The one at hand.
        db_url: Database of the gradebook; the course's own where None.

    Raises:
        OurFault: That is no address of a database, or its driver is not installed.
    """
    file = root / "nbgrader_config.py"
    config = (
        PyFileConfigLoader(file.name, path=str(root)).load_config() if file.is_file() else course_config(root)
    )
    config.CourseDirectory.assignment_id = assignment
    if db_url is not None:
        config.CourseDirectory.db_url = db_url
    _check(CourseDirectory(config=config).db_url)
    return config


def open_gradebook(places: CourseDirectory) -> Gradebook:
    """The course's gradebook; the caller closes it.

    Raises:
        OperationalError: The database does not answer as it should.
    """
    find_own_commands()
    return Gradebook(places.db_url, places.course_id)


def unreachable(error: OperationalError, db_url: str) -> tuple[str, str]:
    """What a database said that did not answer as it should, and what may be the matter."""
    url = make_url(db_url)
    said = " ".join(str(error.orig).split())
    if url.drivername.startswith("sqlite"):
        return said, f"another program may be using {Path(url.database or '').name}"
    return said, f"is the server of {url.render_as_string(hide_password=True)} up, and does it let you in?"


def _check(db_url: str) -> None:
    """Nothing is opened yet.

    Raises:
        OurFault: The address cannot be used.
    """
    try:
        create_engine(db_url)
    except ArgumentError:  # its text repeats the address, which may hold a password
        raise OurFault(
            "the gradebook's address is not one of a database that is known here. Write it like "
            "sqlite:///gradebook.db or postgresql+psycopg://user@host/name."
        ) from None
    except ModuleNotFoundError as missing:
        raise OurFault(
            f"the driver of the gradebook's database is not installed ({missing.name}). For PostgreSQL, run: "
            "pip install 'psycopg[binary]', and begin the address with postgresql+psycopg://"
        ) from None
