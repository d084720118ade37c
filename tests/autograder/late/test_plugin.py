"""The plugin in nbgrader's own preprocessor, on a real gradebook: UTC in the database, clocks in the file."""

from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.build import course_config, find_own_commands
from autograder.gradebook import assign_late_penalty

# nbgrader builds a submission's rows before it adds them, which SQLAlchemy mentions each time.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type .* not in session")
RULES = """
time_zone = "America/New_York"
penalty.percent = 10
slip_days.everybody = 1
[[extension]]
student = "eve"
assignment = "01_x"
until = 2026-03-08T20:00:00  # the day when clocks go forward
"""
DUES = {"01_x": datetime(2026, 3, 8, 1), "02_y": datetime(2026, 3, 15, 0)}  # 20:00 in New York, both


@pytest.fixture
def penalties(tmp_path):
    """Hands in so much later than due, and gives what is taken off the 20 points by assignment."""
    (tmp_path / "late.toml").write_text(RULES)
    find_own_commands()
    config = course_config(tmp_path)

    def run(student, extension_days=0, **late):
        with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "insights-into-convnets") as book:
            for name, due in DUES.items():
                book.add_assignment(name, duedate=due)
                book.add_notebook(name, name)
                book.add_grade_cell("test_a", name, name, max_score=20, cell_type="code")
            book.add_student(student)
            for name, delay in late.items():
                name = f"0{name[1:]}"
                book.add_submission(name, student, timestamp=DUES[name] + delay)
                book.find_grade("test_a", name, name, student).auto_score = 20
                if extension_days:
                    book.grant_extension(name, student, days=extension_days)
            book.db.commit()
        for name in late:
            assign_late_penalty(config, f"0{name[1:]}", student)
        with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", "insights-into-convnets") as book:
            return {one.name: one.late_submission_penalty or 0 for one in book.student_submissions(student)}

    return run


SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def test_slip_days_are_counted_over_assignments(penalties):
    """One slip day: the first assignment takes it, and the second pays for its own day."""
    assert penalties("ada", a1_x=DAY - timedelta(hours=1), a2_y=DAY) == {"01_x": 0, "02_y": 2}


def test_the_day_of_23_hours(penalties):
    """From 20:00 to 20:00 it is a day, though the clocks were changed; a second later the next has begun."""
    assert penalties("bob", a1_x=timedelta(hours=23) + SECOND) == {"01_x": 2}


def test_an_extension_until_a_local_time(penalties):
    """The same moment, as the file's time zone shows it; then slip days, then days that cost."""
    assert penalties("eve", a1_x=timedelta(hours=23) + DAY + SECOND) == {"01_x": 2}


def test_an_extension_of_nbgrader(penalties):
    """What formgrader's database grants needs no slip day."""
    assert penalties("cy", extension_days=1, a1_x=DAY, a2_y=DAY + SECOND) == {"01_x": 0, "02_y": 0}
