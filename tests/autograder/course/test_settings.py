"""`course.toml`: what a term chooses, and how a mistake in it is named."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from autograder.course import Settings, read_settings, released
from autograder.grader import Grader
from autograder.verdicts import OurFault

REPOSITORY = Path(__file__).resolve().parents[3]
TERM = """
title = "Seeing"
term = "Autumn 2026"
seed = 7
github = "some-school/kit.2026"
gpu = true

[assignments]
01_tiny = { due = 2026-10-12T23:59:00+02:00 }
"""


@pytest.fixture
def settings_file(course):
    """Where the course's settings go."""
    return course / "course.toml"


def test_a_course_needs_no_settings(course):
    """Without the file every assignment is released, none has a date, and the seed is the usual one."""
    assert read_settings(course) == Settings()
    assert released(course) == ["01_tiny"]


def test_everything_can_be_said(course, settings_file):
    """Each key reaches its place, and a date keeps its time zone."""
    settings_file.write_text(TERM)

    due = datetime(2026, 10, 12, 23, 59, tzinfo=timezone(timedelta(hours=2)))
    assert read_settings(course) == Settings(
        "Seeing", "Autumn 2026", 7, "some-school/kit.2026", ("01_tiny",), {"01_tiny": due}, gpu=True
    )


def test_only_what_is_named_is_released(course, settings_file):
    """An empty table releases nothing yet."""
    settings_file.write_text("[assignments]\n")

    assert released(course) == []


def test_another_seed_is_another_suite(course, settings_file):
    """What was graded under the last term's hidden inputs is not taken for this term's."""
    before = Grader(course, "01_tiny")
    settings_file.write_text(TERM)

    after = Grader(course, "01_tiny")

    assert (before.seed, after.seed) == (Settings().seed, 7)
    assert (before.limits.gpu, after.limits.gpu) == (False, True)
    assert before.suite_hash != after.suite_hash


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sed = 1", "sed is not known: choose from title, term, seed, github, gpu, assignments"),
        (
            'github = "https://github.com/some-school/kit"',
            'but should be the owner and the name of a repository, such as "some-school/convnets-kit"',
        ),
        ("github = 'school/kit\\n\"; import os'", "but should be the owner and the name of a repository"),
        ("title = 1", "title is 1, but should be a text"),
        ("seed = true", "seed is True, but should be a whole number, such as 2026"),
        ("gpu = 'yes'", "gpu is 'yes', but should be true or false"),
        ("assignments = ['01_tiny']", "assignments is ['01_tiny'], but should be a table, [assignments]"),
        ("[assignments]\n01_tny = {}", "assignments.01_tny is not known: choose from 01_tiny"),
        ("[assignments]\n01_tiny = true", "assignments.01_tiny is True, but should be a table"),
        ("[assignments.01_tiny]\ndate = 1", "assignments.01_tiny.date is not known: choose from due"),
        (
            "[assignments.01_tiny]\ndue = 2026-10-12",
            "due is datetime.date(2026, 10, 12), but should be a date, time",
        ),
        ("[assignments.01_tiny]\ndue = 2026-10-12T23:59:00", "due has no time zone: write it with one"),
        ("seed =", "Invalid value (at end of document)"),
    ],
)
def test_what_cannot_be_used_is_named(course, settings_file, text, says):
    """The file, the key and what was expected."""
    settings_file.write_text(text)

    with pytest.raises(OurFault) as raised:
        read_settings(course)

    assert str(raised.value).startswith("course.toml: ")
    assert says in str(raised.value)


def test_this_course_has_settings_that_can_be_used():
    """A title, a term and a seed."""
    settings = read_settings(REPOSITORY)

    assert settings.title and settings.term
    assert settings.assignments is None
