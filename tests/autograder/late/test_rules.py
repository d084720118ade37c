"""`late.toml`: what it may say, and how a mistake in it is told."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from autograder.late.rules import BrokenRules, Extension, Rules, read_rules

WHOLE = """
time_zone = "Europe/Berlin"
grace_minutes = 15

[penalty]
each = "day"
steps = [5, 20.5]
percent = 10
maximum = 50

[slip_days]
everybody = 3
students = {bob = 5}

[[extension]]
student = "ada"
assignment = "01_x"
until = 2026-05-04T23:59:00
reason = "ill"

[[extension]]
student = "李"
assignment = "01_x"
days = 2
"""


def test_a_whole_file(tmp_path):
    """Every key; a time without an offset is meant in the course's zone."""
    (tmp_path / "late.toml").write_text(WHOLE, encoding="utf-8")

    rules = read_rules(tmp_path)

    assert (rules.zone.key, rules.grace, rules.unit) == ("Europe/Berlin", timedelta(minutes=15), "day")
    assert (rules.percents, rules.each, rules.maximum) == ((5.0, 20.5), 10.0, 50.0)
    assert (rules.slip_days, rules.own_slip_days) == (3, {"bob": 5})
    assert rules.extensions == {
        ("ada", "01_x"): Extension(until=datetime(2026, 5, 4, 21, 59, tzinfo=UTC)),
        ("李", "01_x"): Extension(days=2),
    }


def test_no_file_no_penalty(tmp_path):
    """A course without the file takes nothing off."""
    assert read_rules(tmp_path) == Rules()
    assert read_rules(tmp_path).percent(99) == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("grace_minutes = -1", "grace_minutes is -1, but expected: minutes, 0 or more"),
        ("grace_minutes = true", "grace_minutes is True"),
        ("grace_minutes = nan", "grace_minutes is nan"),
        ("grace_minuets = 5", "grace_minuets is no key; there are time_zone, grace_minutes"),
        ('time_zone = "Middle/Earth"', "time_zone is 'Middle/Earth', but expected: the name of a time zone"),
        ('time_zone = "../../etc/passwd"', "time_zone"),
        ("penalty = 10", r"penalty is 10, but a table was expected: \[penalty\]"),
        ("[penalty]\npercent = 101", "penalty.percent is 101"),
        ('[penalty]\neach = "week"', 'penalty.each is \'week\', but expected: "day" or "hour"'),
        ("[penalty]\nsteps = [20, 5]", "penalty.steps is .* rising percents"),
        ("[penalty]\nsteps = []", "penalty.steps"),
        ("[penalty]\nper_day = 5", "penalty.per_day is no key; there are each, steps, percent, maximum"),
        ("[slip_days]\neverybody = 1.5", "slip_days.everybody is 1.5, but expected: whole days"),
        ('[slip_days]\nstudents = {bob = "x"}', "slip_days.students.bob is 'x'"),
        ("[extension]\nstudent = 'a'", r"extension is .*entries were expected: \[\[extension\]\]"),
        (
            "[[extension]]\nstudent = 'a'\nassignment = '01_x'",
            "extension 1 needs student, assignment, and one of",
        ),
        ("[[extension]]\nassignment = '01_x'\ndays = 1", "extension 1 needs student"),
        ("[[extension]]\nstudent = 7\nassignment = '01_x'\ndays = 1", "extension 1.student is 7"),
        ("[[extension]]\nstudent = 'a'\nassignment = '01_x'\nuntil = 2026-05-04", "extension 1.until"),
        (
            "[[extension]]\nstudent = 'a'\nassignment = 'x'\ndays = 1\n" * 2,
            "extension 2 is the second for a and x",
        ),
        ("not toml", "late.toml cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, says):
    """With the file, the key, what it is and what was expected."""
    (tmp_path / "late.toml").write_text(text, encoding="utf-8")

    with pytest.raises(BrokenRules, match=says) as raised:
        read_rules(tmp_path)
    assert "late.toml" in str(raised.value)


def test_a_file_that_cannot_be_read_is_no_missing_file(tmp_path):
    """A folder of its name, or bytes that are no text, stop as well."""
    (tmp_path / "late.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BrokenRules):
        read_rules(tmp_path)
    (tmp_path / "late.toml").unlink()
    (tmp_path / "late.toml").mkdir()
    with pytest.raises(BrokenRules):
        read_rules(tmp_path)


@pytest.mark.parametrize("command", [("nbgrader", "autograde"), ("autograder", "grade")])
def test_a_broken_file_stops_every_command(tmp_path, built_course, notebook_of, right, run_command, command):
    """Nobody is graded by half of the rules; nothing is written."""
    root = shutil.copytree(built_course, tmp_path / "course")
    notebook_of(root, **right).hand_in(root / "submitted", "ada")
    (root / "late.toml").write_text("grace = 5")

    done = run_command(root, *command, "01_tiny")

    assert done.returncode == 1
    assert "late.toml: grace is no key" in " ".join(done.stderr.split())
    assert not (root / "autograded").exists()
