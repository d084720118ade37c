"""`autograder grade` writes down what `nbgrader autograde` does; one student's trouble is not another's."""

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from nbgrader.api import Gradebook

NAME = "01_tiny"
CLASS = {
    "full": {},
    "part": {"double": "def double(x): return 62674", "cost": "cost = 'a'"},
    "odd": {"triple": "def triple(x): return 'text'"},
    "shows": {"triple": "print('<b>bold</b>')\ndef triple(x): return 3 * x"},
    "ends": {"triple": "import sys\nsys.exit(1)"},
    "late": {},
}
LATE = """
from autograder.late.plugin import LateDays

class OnePointMore(LateDays):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return super().late_submission_penalty(student_id, score, total_seconds_late) + 1.0

c.AssignLatePenalties.plugin_class = OnePointMore
"""
RULES = """
grace_minutes = 15
penalty = {percent = 10}
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, bubblewrap):
    """A class that handed in, one of them late; a due date and a penalty are set."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("gradebook") / "course")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(LATE)
    (root / "late.toml").write_text(RULES)
    for student, sources in CLASS.items():
        notebook = notebook_of(root, **right | sources)
        notebook.cell("why")["source"] = "Because it is so."
        folder = notebook.hand_in(root / "submitted", student).parent
        day = 3 if student == "late" else 1
        (folder / "timestamp.txt").write_text(f"2026-05-0{day} 10:00:00 UTC\n")
        (folder / "notes.txt").write_text("an honest file")
        (folder / "data.txt").symlink_to("/etc/passwd")
    notebook_of(root).hand_in(root / "submitted", "untouched")
    (root / "submitted" / "full" / NAME / "timestamp.txt").write_text("2026-05-01 10:00:00 UTC")
    return root


@pytest.fixture(scope="module")
def both(tmp_path_factory, course, run_command):
    """The course after either command, and what each said."""
    done = {}
    for command in (("nbgrader", "autograde", NAME), ("autograder", "grade", NAME)):
        root = shutil.copytree(course, tmp_path_factory.mktemp("by") / command[0], symlinks=True)
        registered = run_command(root, "nbgrader", "generate_assignment", NAME)
        assert registered.returncode == 0, registered.stderr[-2000:]
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
            book.update_or_create_assignment(NAME, duedate=datetime(2026, 5, 2, tzinfo=UTC))
        done[command[0]] = root, run_command(root, *command)
    return done


def rows(root):
    """What the gradebook says of each student: all but keys and the time of writing."""
    found = {}
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for submission in book.assignment_submissions(NAME):
            [notebook] = submission.notebooks
            grades = {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades}
            comments = {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments}
            when = str(submission.timestamp), submission.total_seconds_late
            found[submission.student.id] = grades, comments, when, notebook.late_submission_penalty
    return found


def files(root):
    """The autograded folder: every file's text and permissions."""
    folder = root / "autograded"
    return {
        str(path.relative_to(folder)): (path.read_text(), oct(path.stat().st_mode))
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_rows(both):
    """Scores, what waits for a person, comments, times and penalties."""
    stock, ours = (rows(root) for root, _ in both.values())

    assert set(ours) == {*CLASS, "untouched"}
    assert ours == stock
    assert ours["late"][3] == 16 * 0.2 + 1.0  # two days have begun
    assert ours["untouched"][1]["why"] == ("No response.", None)
    assert ours["odd"][0]["test_triple"] == (None, None, True)


def test_the_same_files(both):
    """The notebooks that graders open, byte for byte, and the other files; links are not followed."""
    stock, ours = (files(root) for root, _ in both.values())

    assert ours == stock
    assert "root:" not in ours[f"full/{NAME}/data.txt"][0]


def test_what_a_person_gave_is_kept(both, run_command):
    """A manual grade survives a new grading, and the cell asks to be looked at again."""
    root, _ = both["autograder"]
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        grade = book.find_grade("why", NAME, NAME, "part")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        book.db.commit()

    assert run_command(root, "autograder", "grade", NAME, "--student", "part").returncode == 0

    assert rows(root)["part"][0]["why"] == (None, 2.0, True)


def test_one_students_trouble_is_not_anothers(both, run_command):
    """Where one folder cannot be written, that is said, and everybody else's grades are there."""
    root, _ = both["autograder"]
    (root / "gradebook.db").unlink()
    shutil.rmtree(root / "autograded")
    (root / "autograded").mkdir()
    (root / "autograded" / "full").write_text("in the way")

    done = run_command(root, "autograder", "grade", NAME)

    assert done.returncode == 1
    assert "these grades could not be written: full (" in " ".join(done.stderr.split())
    assert set(rows(root)) == {*CLASS, "untouched"} - {"full"}


@pytest.mark.parametrize("note", ["", "not a time", "9" * 300])
def test_a_strange_note_of_the_time_is_no_obstacle(both, run_command, note):
    """A submission without a readable time is graded, as one without a note."""
    root, _ = both["autograder"]
    (root / "submitted" / "shows" / NAME / "timestamp.txt").write_text(note)

    done = run_command(root, "autograder", "grade", NAME, "--student", "shows")

    assert done.returncode == 0, done.stderr
    assert rows(root)["shows"][0]["test_double"][0] == 10


def test_the_database_is_whole(both):
    """SQLite finds nothing wrong with it."""
    with sqlite3.connect(both["autograder"][0] / "gradebook.db") as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
