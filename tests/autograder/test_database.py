"""The gradebook as SQLite's file and on a PostgreSQL server: the same rows, and nobody's work is lost."""

import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import grade_class
from autograder.gradebook import GradebookWriter
from autograder.grader import Grader

NAME = "01_tiny"
CLASS = {
    "full": {},
    "late": {},
    "part": {"double": "def double(x): return 62674", "cost": "cost = 'a'"},
}
LATE = """
from nbgrader.plugins import LateSubmissionPlugin

class OnePoint(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0

c.AssignLatePenalties.plugin_class = OnePoint
"""
# What formgrader does when a person gives points and writes a comment, in a process of its own.
BY_HAND = """
import sys
from nbgrader.api import Gradebook

url, name, students = sys.argv[1], sys.argv[2], sys.argv[3:]
for points in range(1, 6):
    with Gradebook(url) as book:
        for student in students:
            for cell in ("why", "test_double"):
                grade = book.find_grade(cell, name, name, student)
                grade.manual_score, grade.extra_credit, grade.needs_manual_grade = float(points), 0.25, False
                book.db.commit()
            book.find_comment("why", name, name, student).manual_comment = f"round {points}"
            book.db.commit()
    print(points, flush=True)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, one_warm_server):
    """A class that handed in, one of them late."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("database") / "course")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(LATE)
    for student, sources in CLASS.items():
        notebook = notebook_of(root, **right | sources)
        notebook.cell("why")["source"] = "Because it is so."
        folder = notebook.hand_in(root / "submitted", student).parent
        day = 3 if student == "late" else 1
        (folder / "timestamp.txt").write_text(f"2026-05-0{day} 10:00:00 UTC\n")
    return root


@pytest.fixture(scope="module")
def results(course):
    """What each of them gets."""
    with Grader(course, NAME) as grader:
        return grade_class(grader, course / "submitted", list(CLASS), jobs=2)


@pytest.fixture(scope="module")
def urls(postgres, tmp_path_factory):
    """An empty gradebook of either kind."""
    return {
        "sqlite": f"sqlite:///{tmp_path_factory.mktemp('book') / 'gradebook.db'}",
        "postgresql": postgres(),
    }


@pytest.fixture(scope="module")
def written(course, results, urls):
    """Both gradebooks, with the class written down, and something that a person gave."""
    for url in urls.values():
        with closing(GradebookWriter(course, NAME, course / "submitted", url)) as writer:
            writer.write(results[0])  # makes the assignment known, which then is given a due date
            with Gradebook(url, "insights-into-convnets") as book:
                book.update_or_create_assignment(NAME, duedate=datetime(2026, 5, 2, tzinfo=UTC))
            for result in results:
                writer.write(result)
            assert writer.problem == ""
    return urls


def rows(url):
    """What a gradebook says of each student: all but keys."""
    found = {}
    with Gradebook(url) as book:
        for submission in book.assignment_submissions(NAME):
            [notebook] = submission.notebooks
            grades = {
                grade.name: (
                    grade.auto_score,
                    grade.manual_score,
                    grade.extra_credit,
                    grade.needs_manual_grade,
                    grade.max_score,
                )
                for grade in notebook.grades
            }
            comments = {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments}
            when = str(submission.timestamp), submission.total_seconds_late, notebook.late_submission_penalty
            totals = submission.score, submission.max_score, submission.needs_manual_grade
            found[submission.student.id] = grades, comments, when, totals
    return found


def test_the_same_rows(written):
    """Scores, what waits for a person, comments, times, penalties and totals depend on no database."""
    sqlite, postgresql = (rows(url) for url in written.values())

    assert set(sqlite) == set(CLASS)
    assert postgresql == sqlite
    assert sqlite["late"][2][2] == 1.0
    assert sqlite["full"][0]["why"] == (None, None, None, True, 3.0)


def test_a_regrade_writes_the_same_rows(written, course, run_here):
    """With --db the command regrades either gradebook; what a person gave stays on both."""
    for url in written.values():
        with Gradebook(url) as book:
            grade = book.find_grade("test_double", NAME, NAME, "part")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 5.0, 1.0, False
            book.db.commit()
    suite = course / "tests" / "hidden" / NAME / "test_double.py"
    suite.write_text(
        suite.read_text().replace("student.double(assert_secret), 62674", "student.double(0), 0")
    )

    said = [run_here(course, "regrade", NAME, "--apply", "--db", url) for url in written.values()]

    assert said[0] == said[1]
    assert "part · 10 of 19 → 10 of 19 (±0) double 2.5 → 0, but 5 by hand stays in force" in said[0][1]
    sqlite, postgresql = (rows(url) for url in written.values())
    assert postgresql == sqlite
    assert sqlite["part"][0]["test_double"] == (0.0, 5.0, 1.0, False, 10.0)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_grading_by_hand_meanwhile_loses_nothing(written, course, results, kind):
    """While one process writes the class over and over, another gives points and comments: all are there."""
    url, students = written[kind], list(CLASS)
    with closing(GradebookWriter(course, NAME, course / "submitted", url)) as writer:
        command = [sys.executable, "-c", BY_HAND, url, NAME, *students]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as person:
            for _ in person.stdout:
                for result in results:
                    writer.write(result)
        assert (person.returncode, writer.problem) == (0, "")

    after = rows(url)

    for result in results:
        grades, comments, *_ = after[result.student]
        assert grades["why"][:3] == (None, 5.0, 0.25)
        assert grades["test_double"][:3] == (result.exercises[0].score, 5.0, 0.25)
        assert comments["why"] == (None, "round 5")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (
            "postgresql+psycopg://ta:s3cret@127.0.0.1:1/grades",
            "is the server of postgresql+psycopg://ta:***@",
        ),
        (
            "postgresql+psycopg2://ta:s3cret@127.0.0.1/grades",
            "run: pip install 'psycopg[binary]'",
        ),
        (
            "ta:s3cret@127.0.0.1",
            "Write it like sqlite:///gradebook.db or postgresql+psycopg://user@host/name",
        ),
    ],
)
def test_a_database_that_cannot_be_used(course, results, run_here, url, says):
    """It is said what is wrong and what to do, and never the password."""
    code, said = run_here(course, "grade", NAME, "--student", "full", "--db", url)

    assert code == 1
    assert says in said
    assert "s3cret" not in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_nbgraders_own_commands(course, postgres, run_command, tmp_path):
    """With the server's address in nbgrader_config.py every command uses it."""
    url, earlier = postgres(), shutil.ignore_patterns("autograded")  # by other tests, in other gradebooks
    root = shutil.copytree(course, tmp_path / "course", ignore=earlier)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    commands = (
        ("autograder", "grade", NAME, "--student", "full"),
        ("nbgrader", "autograde", NAME, "--student", "late", "--force"),
        ("nbgrader", "db", "upgrade"),
        ("nbgrader", "generate_feedback", NAME),
        ("nbgrader", "export"),
    )
    for command in commands:
        done = run_command(root, *command)
        assert done.returncode == 0, done.stderr[-2000:]

    assert {name: all_rows[3][0] for name, all_rows in rows(url).items()} == {"full": 16.0, "late": 16.0}
    assert not (root / "gradebook.db").exists()
    assert (root / "feedback" / "late" / NAME / f"{NAME}.html").is_file()
