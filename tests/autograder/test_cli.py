"""The `autograder` command on a small class: results, exit codes, what it keeps and what it leaves."""

import json
import shutil

import pytest

from autograder.results import ACCELERATORS
from autograder.store import Store

NAME = "01_tiny"


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, bubblewrap):
    """A course of its own, and a class that handed in."""
    fresh = shutil.ignore_patterns(".autograder")  # what other tests may have kept there
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("cli") / "course", ignore=fresh)
    inbox = root / "inbox"
    notebook_of(root, **right).hand_in(inbox, "full")
    notebook_of(root, **right | {"double": "def double(x):\n    return x + 1"}).hand_in(inbox, "part")
    notebook_of(root).hand_in(inbox, "untouched")
    notebook_of(root, **right | {"triple": "def triple(x):\n    return 'text'"}).hand_in(inbox, "odd")
    notebook_of(root, **right | {"double": "import os\nos._exit(1)"}).hand_in(inbox, "dead")
    notebook_of(root, **right).hand_in(inbox, "broken").write_text("{ no JSON")
    notebook_of(root, **right).hand_in(inbox, "empty").write_text("")
    notebook_of(root, **right).hand_in(inbox, "nothing").unlink()
    link = notebook_of(root, **right).hand_in(inbox, "link")
    link.unlink()
    link.symlink_to(root / "solutions" / NAME / f"{NAME}.ipynb")
    return root


@pytest.fixture(scope="module")
def graded(course, run_command):
    """The class, graded once: the finished command, and what it wrote."""
    done = run_command(course, "autograder", "grade", NAME, "--submitted", "inbox", "--json", "out.json")
    return done, json.loads((course / "out.json").read_text())


def grade(course, run_command, *students):
    """Grades some students again; their results by name, and the exit code."""
    submissions, code = {}, 0
    for student in students:
        done = run_command(
            course,
            "autograder",
            "grade",
            NAME,
            "--submitted",
            "inbox",
            "--json",
            "again.json",
            "--student",
            student,
        )
        code = max(code, done.returncode)
        [result] = json.loads((course / "again.json").read_text())["submissions"]
        submissions[student] = result
    return submissions, code


def by_student(graded):
    """Results by student."""
    return {result["student"]: result for result in graded[1]["submissions"]}


def test_every_student_gets_what_is_due(graded):
    """Right, partly right, untouched, dead and unreadable notebooks get their points, in one run."""
    scores = {name: (result["status"], result["score"]) for name, result in by_student(graded).items()}

    assert scores == {
        "full": ("graded", 16.0),
        "part": ("graded", 6.0),
        "untouched": ("graded", 0.0),
        "odd": ("ungraded", None),
        "dead": ("graded", 6.0),
        "broken": ("graded", 0.0),
        "empty": ("graded", 0.0),
        "nothing": ("graded", 0.0),
        "link": ("graded", 0.0),
    }


def test_statuses_are_the_contracts(graded):
    """Each exercise says what became of it."""
    statuses = {
        name: [exercise["status"] for exercise in result["exercises"]]
        for name, result in by_student(graded).items()
    }

    assert statuses["full"] == ["passed"] * 3
    assert statuses["part"] == ["failed", "passed", "passed"]
    assert statuses["untouched"] == ["not attempted"] * 3
    assert statuses["odd"] == ["passed", "ungraded", "passed"]
    assert statuses["nothing"] == ["not attempted"] * 3
    assert statuses["link"] == ["failed"] * 3


def test_the_json_has_the_contracts_shape(graded):
    """Each level holds exactly the keys that reports and outside checks rely on."""
    content = graded[1]

    assert set(content) == {"assignment", "engine", "suite", "submissions"}
    assert content["assignment"] == NAME
    for submission in content["submissions"]:
        keys = {"student", "status", "score", "max_score", "seconds", "accelerator", "exercises"}
        assert set(submission) == keys
        assert submission["accelerator"] in {"", *ACCELERATORS}
        assert submission["max_score"] == 16.0
        assert submission["status"] in ("graded", "ungraded")
        assert [exercise["name"] for exercise in submission["exercises"]] == ["double", "triple", "cost"]
        for exercise in submission["exercises"]:
            assert set(exercise) == {"name", "status", "score", "max_score", "tests", "stand_ins"}
            assert exercise["status"] in ("passed", "partial", "failed", "not attempted", "ungraded")
            for test in exercise["tests"]:
                keys = {"name", "status", "score", "max_score", "says", "look_at", "staff", "measured"}
                assert set(test) == keys
                assert test["status"] in ("passed", "failed", "timed out", "crashed", "skipped", "ungraded")


def test_submissions_are_sorted(graded):
    """Students come in the order of their names."""
    students = [submission["student"] for submission in graded[1]["submissions"]]

    assert students == sorted(students)


def test_what_is_ungraded_is_reported(graded):
    """The command exits 1, says whose exercise is ungraded, that it cost nothing, and what to run."""
    done = graded[0]

    assert done.returncode == 1, done.stderr
    assert "odd · 01_tiny · triple · UNGRADED" in done.stderr
    assert "not the student's fault" in done.stderr
    assert "Run: autograder validate 01_tiny" in done.stderr


def test_unreadable_notebooks_are_reported(graded):
    """Each file that could not be read is named with its student, and nothing else is disturbed."""
    said = {name: result["exercises"][0]["tests"][0]["says"] for name, result in by_student(graded).items()}

    assert said["full"] == ""
    assert "its JSON is broken" in said["broken"]
    assert "is empty" in said["empty"]
    assert "there is no 01_tiny.ipynb" in said["nothing"]
    assert "not followed" in said["link"]
    assert "broken: 01_tiny.ipynb is not a notebook" in " ".join(graded[0].stderr.split())


def test_the_gradebook_is_left_alone(graded, course):
    """With --submitted and --json nothing of nbgrader's is written."""
    assert graded[0].returncode == 1
    assert not (course / "gradebook.db").exists()
    assert not (course / "autograded").exists()


def test_submissions_are_left_alone(graded, course, notebook_of, right):
    """What was handed in is as it was."""
    path = course / "inbox" / "full" / NAME / f"{NAME}.ipynb"

    assert json.loads(path.read_text()) == notebook_of(course, **right).content
    assert (course / "inbox" / "link" / NAME / f"{NAME}.ipynb").is_symlink()


def test_nothing_changed_nothing_graded(graded, course, run_command):
    """A second run takes the stored result; a damaged one is graded again."""
    before = by_student(graded)["full"]
    results = Store(course).folder.rglob("*.json")
    [full] = [path for path in results if all(e["score"] for e in json.loads(path.read_text())["exercises"])]
    marked = full.read_text().replace('"of tensors"', '"of the store"')

    full.write_text(marked)
    again, code = grade(course, run_command, "full")
    assert (again["full"]["exercises"][0]["tests"][0]["name"], code) == ("of the store", 0)

    full.write_text(marked[:100])
    again, code = grade(course, run_command, "full")
    assert {**again["full"], "seconds": 0} == {**before, "seconds": 0}
    assert code == 0


def test_a_changed_notebook_is_graded_again(graded, course, run_command, notebook_of, right):
    """The result follows what was handed in last."""
    shutil.rmtree(course / "inbox" / "part")
    notebook_of(course, **right).hand_in(course / "inbox", "part")

    again, code = grade(course, run_command, "part")

    assert (again["part"]["score"], code) == (16.0, 0)


def test_what_is_ungraded_is_tried_again(graded, course, run_command):
    """It is not stored: once the suite is mended, the points are there."""
    suite = course / "tests" / "hidden" / NAME / "test_triple.py"
    mended = suite.read_text().replace("student.triple(2) + 4 == 10", "student.triple(2) == 'text'")

    text = suite.read_text()
    suite.write_text(mended)
    try:
        again, code = grade(course, run_command, "odd")
    finally:
        suite.write_text(text)

    assert (again["odd"]["score"], code) == (16.0, 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grade", "02_other"], "there is no assignment 02_other. Choose one of: 01_tiny"),
        (["grade", NAME, "--submitted", "nowhere"], "holds no <student>/01_tiny/"),
        (["grade", NAME], "holds no <student>/01_tiny/"),
        (["grade"], "Missing argument"),
        (["grade", NAME, "--jobs", "0"], "Invalid value"),
    ],
)
def test_a_wrong_call_exits_2(course, run_command, arguments, says):
    """What was wrong is said in a sentence, without a traceback."""
    done = run_command(course, "autograder", *arguments)

    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_outside_a_course(tmp_path, run_command):
    """Outside of a course there is nothing to grade."""
    done = run_command(tmp_path, "autograder", "grade", NAME)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_no_bubblewrap_no_grade(course, run_command):
    """Without a sandbox grading refuses, with the command that mends it, and gives nobody 0 points."""
    done = run_command(
        course, "autograder", "grade", NAME, "--submitted", "inbox", "--json", "no.json", PATH="/nowhere"
    )

    assert done.returncode != 0
    assert "apt-get install bubblewrap" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course / "no.json").exists()


def test_doctor_finds_this_machine_healthy(course, run_command):
    """Where grading works, doctor says so of everything it looked at."""
    done = run_command(course, "autograder", "doctor")

    assert done.returncode == 0, done.stdout
    assert "✓ student code runs in a room" in done.stdout
    assert "✓ device parity is tested on a simulated accelerator" in done.stdout
    assert "✗" not in done.stdout


def test_doctor_names_what_is_missing(course, run_command):
    """Where it does not, doctor exits 1 with the command that mends it."""
    done = run_command(course, "autograder", "doctor", PATH="/nowhere")

    assert done.returncode == 1
    assert "apt-get install bubblewrap" in done.stdout
