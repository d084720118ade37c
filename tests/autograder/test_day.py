"""A whole day of a teaching assistant: from what the LMS hands over to what goes back, on either database."""

import csv
import io
import json
import random
import shutil
import zipfile

import pytest
from nbgrader.api import Gradebook

from autograder.build import build

FIRST, SECOND = "01_tiny", "02_small"
STUDENTS = [str(number) for number in range(101, 131)]
# By the last digit of a student's number: what is changed in a right notebook, and the points for that.
KINDS = {
    1: ({"double": "def double(x):\n    return x * x"}, 6.0),
    2: ({"triple": "def triple(x):\n    return 3"}, 12.0),
    3: ({"double": "", "triple": ""}, 2.0),
    4: ({"cost": 'cost = "a"'}, 14.0),
    5: ({"double": "import os\nos._exit(1)"}, 6.0),
}
LATE = 'grace_minutes = 10\n[penalty]\npercent = 10\n[slip_days]\nstudents = {"109" = 1}\n'
MISTAKE = "expect_true(student.triple(2) + 4 == 10"
STRICTER = "expect_true(student.triple(2) == 6 and student.triple(5) == 15"


def due(student):
    """Points that the first suite gives."""
    return KINDS.get(int(student) % 10, ({}, 16.0))[1]


@pytest.fixture
def notebook_of(notebook_of):
    """Makes a notebook of either assignment, with some cells changed."""

    def made(course, name, **sources):
        notebook = notebook_of(course)
        path = course / "release" / name / f"{name}.ipynb"
        notebook.content = json.loads(path.read_text())
        notebook.cells = notebook.content["cells"]
        for cell, source in sources.items():
            notebook.cell(cell)["source"] = source
        return notebook

    return made


@pytest.fixture
def course(tmp_path, built_course, bubblewrap):
    """A course with two assignments."""
    root = shutil.copytree(built_course, tmp_path / "course")
    shutil.copytree(root / "tests" / "hidden" / FIRST, root / "tests" / "hidden" / SECOND)
    (root / "source" / SECOND).mkdir()
    script = (
        (root / "source" / FIRST / f"{FIRST}.py").read_text().replace('written="why"', 'written="why-not"')
    )
    (root / "source" / SECOND / f"{SECOND}.py").write_text(script)
    build(root, SECOND)
    (root / "late.toml").write_text(LATE)
    return root


@pytest.fixture(params=["sqlite", "postgresql"])
def book_url(request, course):
    """The gradebook's address, which the course's own settings name."""
    if request.param == "sqlite":
        return f"sqlite:///{course / 'gradebook.db'}"
    url = request.getfixturevalue("postgres")()
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    return url


def download(course, name, notebook_of, right):
    """Canvas's archive of what the class handed in: some files are renamed, one is no notebook at all."""
    draw, written = random.Random(2026), "why" if name == FIRST else "why-not"
    place = course / "downloaded" / name / "archive"
    place.mkdir(parents=True)
    with zipfile.ZipFile(place / "submissions.zip", "w") as archive:
        for number, student in enumerate(STUDENTS):
            sources = right | KINDS.get(int(student) % 10, ({}, 0))[0] | {written: f"Because of {student}."}
            notebook = notebook_of(course, name, **sources)
            called = "my solution" if draw.random() < 0.2 else name
            archive.writestr(
                f"name{student}_{student}_{5000 + number}_{called}.ipynb", json.dumps(notebook.content)
            )
        archive.writestr("name101_101_5999_photo.jpg", b"no notebook")


def worksheet(course, students):
    """What Canvas exports for the instructor to fill."""
    rows = [
        ["Student", "ID", "SIS Login ID", "Section", f"{FIRST} (4711)"],
        ["    Points Possible", "", "", "", "19"],
    ]
    rows += [[f"Name {student}", student, f"login{student}", "A", ""] for student in students]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (course / "canvas.csv").write_text(text.getvalue())


def scores(url, name):
    """Program's points in the gradebook."""
    with Gradebook(url, "insights-into-convnets") as book:
        return {
            one.student.id: sum(grade.auto_score or 0 for grade in one.notebooks[0].grades)
            for one in book.assignment_submissions(name)
        }


def read_answers(url):
    """What a person does in formgrader: points and a comment for every written answer."""
    with Gradebook(url, "insights-into-convnets") as book:
        for student in STUDENTS:
            grade = book.find_grade("why", FIRST, FIRST, student)
            grade.manual_score, grade.needs_manual_grade = 2.0, False
            book.find_comment("why", FIRST, FIRST, student).manual_comment = "Well said."
        book.db.commit()


@pytest.mark.slow
def test_from_the_lms_and_back(course, book_url, notebook_of, right, run_command):
    """Collect, grade, look, read, regrade, give feedback, export: thirty students, two assignments."""

    def run(*command, code=0):
        done = run_command(course, *command)
        assert done.returncode == code, done.stdout + done.stderr
        return " ".join((done.stdout + done.stderr).split())

    for name in (FIRST, SECOND):
        download(course, name, notebook_of, right)
        run("nbgrader", "generate_assignment", name)
        said = run("nbgrader", "zip_collect", name)
        assert "photo.jpg: is no notebook" in said
        run("autograder", "grade", name)
        assert scores(book_url, name) == {student: due(student) for student in STUDENTS}

    run("autograder", "report", FIRST)
    page = (course / "reports" / FIRST / "index.html").read_text()
    assert "numbers are off" in page
    assert len(list((course / "reports" / FIRST).glob("*.html"))) >= 1 + len(STUDENTS)
    read_answers(book_url)

    suite = course / "tests" / "hidden" / FIRST / "test_triple.py"
    suite.write_text(suite.read_text().replace(MISTAKE, STRICTER))
    triple = "def triple(x):\n    return 6"  # what the first suite took for right
    lucky = course / "submitted" / "110" / FIRST / f"{FIRST}.ipynb"
    lucky.write_text(json.dumps(notebook_of(course, FIRST, **right | {"triple": triple}).content))
    said = run("autograder", "regrade", FIRST)
    assert "1 would lose" in said
    assert scores(book_url, FIRST)["110"] == 16.0
    run("autograder", "regrade", FIRST, "--apply")
    assert scores(book_url, FIRST)["110"] == 12.0

    run("nbgrader", "generate_feedback", FIRST)
    feedback = (course / "feedback" / "101" / FIRST / f"{FIRST}.html").read_text()
    assert "Well said." in feedback
    assert "convnet-canary" not in feedback

    worksheet(course, STUDENTS)
    export = ["autograder", "export", FIRST, "--format", "canvas", "--template", "canvas.csv"]
    said = run(*export, code=1)  # 110 handed in another notebook since its answer was read
    assert "1 wait for a person in formgrader" in said
    assert said.endswith("110")
    read_answers(book_url)
    run(*export)
    [filled] = (course / "exports").rglob("*.csv")
    rows = csv.DictReader(io.StringIO(filled.read_text()))
    marks = {row["ID"]: row[f"{FIRST} (4711)"] for row in rows if row["ID"]}
    found = {student: float(mark) for student, mark in marks.items()}
    assert found == {student: due(student) + 2.0 for student in STUDENTS} | {"110": 14.0}
