"""`autograder export` on a class that was really graded: final marks, who has none, exit codes."""

import csv
import json
import shutil
import sys
from datetime import datetime

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main

NAME = "01_tiny"
CANVAS = """\
Student,ID,SIS Login ID,Section,Tiny (5)
    Points Possible,,,,19
"=Ada",1,ada,A,
Bob,2,bob,A,4
Cy,3,cy,A,
Odd,4,odd,A,9
Nora,5,nora,A,
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, bubblewrap, run_command):
    """Ada is full, Bob's answer waits, Cy was overridden and late, Odd is ungraded, Nora did nothing."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("export") / "course")
    for student in ("ada", "bob", "cy", "odd"):
        notebook = notebook_of(root, **right)
        if student == "odd":
            notebook = notebook_of(root, **right | {"triple": "def triple(x): return 'text'"})
        if student == "bob":
            notebook.cell("why")["source"] = "Because."
        notebook.hand_in(root / "submitted", student)
    assert run_command(root, "autograder", "grade", NAME).returncode == 1
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.add_student("nora", last_name="=Nora", first_name="نورا")
        book.find_grade("test_double", NAME, NAME, "cy").manual_score = 7.5
        book.find_grade("test_triple", NAME, NAME, "cy").extra_credit = 1.0
        book.find_assignment(NAME).duedate = datetime(2026, 5, 2)
        book.find_submission(NAME, "cy").timestamp = datetime(2026, 5, 3)
        book.db.commit()
    notebook_of(root, **right).hand_in(root / "submitted", "ungraded-yet")
    (root / "late.toml").write_text("penalty.percent = 10\n")
    return root


@pytest.fixture
def export(course, monkeypatch, capsys):
    """Runs the command in this process, which has its imports already: the exit code, and stderr."""

    def run(*options):
        monkeypatch.chdir(course)
        monkeypatch.setattr(sys, "argv", ["autograder", "export", NAME, *map(str, options)])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, " ".join(capsys.readouterr().err.split())

    return run


def lines_of(course):
    """What stands in the plain file, by student."""
    with (course / "exports" / f"{NAME}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["student"]: line for line in csv.DictReader(file)}


def test_final_marks(course, run_command):
    """Manual points and extra credit count, and the penalty is of them; who has no final mark has no 0."""
    done = run_command(course, "autograder", "export", NAME)
    lines = lines_of(course)

    assert {student: (line["status"], line["score"]) for student, line in lines.items()} == {
        "ada": ("graded", "16"),
        "bob": ("waiting", ""),
        "cy": ("graded", "13.05"),
        "nora": ("nothing handed in", ""),
        "odd": ("ungraded", ""),
        "ungraded-yet": ("ungraded", ""),
    }
    assert (lines["nora"]["last_name"], lines["nora"]["first_name"]) == ("'=Nora", "نورا")
    assert lines["cy"]["handed_in"] == "2026-05-03 00:00:00 UTC"
    assert done.returncode == 1
    assert f"odd is not graded, and is left empty. Run: autograder grade {NAME} --student odd" in done.stderr
    assert "1 wait for a person in formgrader" in done.stderr
    assert "1 handed in nothing, and have no mark: nora" in done.stderr


def test_points_so_far_on_request(course, export):
    """With --partial, who waits for a person has what they have; who is ungraded still has nothing."""
    export("--partial")
    lines = lines_of(course)

    assert (lines["bob"]["score"], lines["odd"]["score"]) == ("16", "")


def test_a_canvas_file_is_filled(course, export):
    """The template is kept; in the copy, the ungraded are empty even where there was a mark."""
    template = course / "grades.csv"
    template.write_text(CANVAS, encoding="utf-8")

    code, said = export("--format", "canvas", "--template", template)

    assert code == 1
    assert template.read_text(encoding="utf-8") == CANVAS
    assert (course / "exports" / f"{NAME}-canvas.csv").read_text(encoding="utf-8").splitlines() == [
        *CANVAS.splitlines()[:2],
        "'=Ada,1,ada,A,16",
        "Bob,2,bob,A,",
        "Cy,3,cy,A,13.05",
        "Odd,4,odd,A,",
        "Nora,5,nora,A,",
    ]
    assert "so their marks are nowhere: ungraded-yet" in said


def test_gradescope_gets_what_the_tests_said(course, export):
    """Out of the kept results; who was overridden has one line for the exercise."""
    export("--format", "gradescope", "--out", "for-gradescope")

    folder = course / "for-gradescope"
    files = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("*.json")
    }
    assert set(files) == {"ada", "cy"}
    assert [test["name"] for test in files["ada"]["tests"]][:2] == [
        "double: Doubles tensors",
        "double: Doubles numbers",
    ]
    assert files["cy"]["tests"][0]["name"] == "double"
    assert files["cy"]["score"] == 13.05


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--format", "canvas"), "name it with --template"),
        (("--format", "moodle", "--template", "nbgrader_config.py"), "no column 'Grade'"),
        (("--format", "gradescope", "--visibility", "secret"), "after_due_date"),
    ],
)
def test_a_wrong_call_is_explained(export, options, says):
    """With exit code 2."""
    code, said = export(*options)

    assert code == 2
    assert says in said
