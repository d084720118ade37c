"""Plain nbgrader commands on a small class: the same scores, safe feedback, and forgery in vain."""

import json
import shutil
import sysconfig

import pytest
from nbgrader.api import Gradebook

from autograder.build import CANARY

NAME = "01_tiny"
SCRIPT = "<script>alert('theirs')</script>"
TALK = f'''\
from IPython.display import HTML, display
display(HTML("{SCRIPT}"))
print("{SCRIPT} \\x1b[31mred\\x1b[0m \\u202edesrever")
raise ValueError("{SCRIPT}")
'''


def forge(cell, **settings):
    """Change what nbgrader reads in a cell."""
    cell["metadata"]["nbgrader"] |= settings


def skip_execution(notebook):
    """Tag every cell so that nbgrader's own runner would leave it out."""
    for cell in notebook.cells:
        cell["metadata"]["tags"] = ["skip-execution"]


def forged_outputs(notebook):
    """Outputs that say full marks, in every cell, and ask nbgrader to believe them."""
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            data = {"text/plain": "1000.0", "text/html": SCRIPT, "application/javascript": "alert(1)"}
            cell["outputs"] = [
                {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": 1},
                {"output_type": "stream", "name": "stdout", "text": "nan"},
            ]


def forge_everything(notebook):
    """Points, locks, names, types, checksums: all at once."""
    for name in ("test_double", "test_triple", "test_cost"):
        forge(notebook.cell(name), points=1000, locked=False, checksum="0" * 32, solution=True)
    notebook.cell("test_double")["source"] = "1000.0"
    skip_execution(notebook)
    forged_outputs(notebook)


def retype(notebook):
    """Checks become Markdown, and the written answer becomes code."""
    for name in ("test_double", "test_triple"):
        notebook.cell(name)["cell_type"] = "markdown"
    notebook.cell("why") | {"cell_type": "code", "outputs": [], "execution_count": None}


def duplicate(notebook):
    """Copies of an exercise and of its check, with the same names."""
    for name in ("double", "test_double", "test_double"):
        notebook.cells.append(json.loads(json.dumps(notebook.cell(name))))


def delete(notebook):
    """No check, no written answer."""
    for name in ("test_double", "test_triple", "test_cost", "why"):
        notebook.cells.remove(notebook.cell(name))


def rename(notebook):
    """Cells under other names, one of them under another one's."""
    forge(notebook.cell("double"), grade_id="mine")
    forge(notebook.cell("test_double"), grade_id="test_triple")


def reorder(notebook):
    """The last cell first."""
    notebook.cells.reverse()


# Student: what changes in the notebook, sources of cells, and the scores due for double, triple and cost.
RIGHT = (10, 4, 2)
CLASS = {
    "full": (None, {}, RIGHT),
    "part": (None, {"double": "def double(x): return 62674", "cost": "cost = 'a'"}, (2.5, 4, 0)),
    "odd": (None, {"triple": "def triple(x): return 'text'"}, (10, None, 2)),
    "talks": (None, {"triple": TALK}, (10, 0, 2)),
    "dead": (None, {"triple": "import os; os._exit(1)"}, (10, 0, 2)),
    "forged": (forge_everything, {"double": "def double(x): return 0", "cost": "cost = 'c'"}, (0, 4, 0)),
    "forged-full": (forge_everything, {}, RIGHT),
    "retyped": (retype, {}, RIGHT),
    "copied": (duplicate, {}, RIGHT),
    "deleted": (delete, {}, RIGHT),
    "renamed": (rename, {}, RIGHT),
    "reversed": (reorder, {}, RIGHT),
    "broken": (None, {}, (0, 0, 0)),
    "linked": (None, {}, (0, 0, 0)),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, run_command, bubblewrap):
    """A course whose class handed in, after `nbgrader autograde` and `nbgrader generate_feedback`."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("front") / "course")
    for student, (change, sources, _) in CLASS.items():
        notebook = notebook_of(root, **right | sources)
        notebook.cell("why")["source"] = f"Because. {SCRIPT}<img src=//evil.example/x.png onerror=alert(1)>"
        if change:
            change(notebook)
        path = notebook.hand_in(root / "submitted", student)
        if student == "broken":
            path.write_text("{ no JSON")
        if student == "linked":
            path.unlink()
            path.symlink_to(root / "solutions" / NAME / f"{NAME}.ipynb")
        if student == "full":
            (path.parent / "data.txt").symlink_to(root / "tests" / "hidden" / NAME / "test_double.py")
            (path.parent / "notes.txt").write_text("an honest file")
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        done = run_command(root, "nbgrader", command, NAME)
        assert done.returncode == 0, f"{command}\n{done.stderr[-4000:]}"
    return root


@pytest.fixture(scope="module")
def grades(course):
    """What the gradebook says: student → cell → (automatic score, best score, waits for a person)."""
    found = {}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(NAME):
            [notebook] = submission.notebooks
            found[submission.student.id] = {
                grade.cell.name: (grade.auto_score, grade.max_score, grade.needs_manual_grade)
                for grade in notebook.grades
            }
    return found


def autograded(course, student):
    """The notebook that graders open."""
    return json.loads((course / "autograded" / student / NAME / f"{NAME}.ipynb").read_text())


def feedback(course, student):
    """The page that the student gets."""
    return (course / "feedback" / student / NAME / f"{NAME}.html").read_text()


@pytest.mark.parametrize("student", CLASS)
def test_scores_are_what_is_due(grades, student):
    """Whatever a submission's metadata, outputs and cells say, the scores are those of its code."""
    scores = tuple(grades[student][f"test_{name}"][0] for name in ("double", "triple", "cost"))

    assert scores == CLASS[student][2]


@pytest.mark.parametrize("student", CLASS)
def test_points_are_the_releases(grades, student):
    """What a cell is worth, and which cells there are, does not come from the submission."""
    points = {name: grade[1] for name, grade in grades[student].items()}

    assert points == {"test_double": 10, "test_triple": 4, "test_cost": 2, "why": 3}


def test_what_is_ungraded_waits_for_a_person(grades):
    """An exercise that we could not grade has no automatic score and asks for a grader; others do not."""
    assert grades["odd"]["test_triple"] == (None, 4, True)
    waiting = {
        (student, name) for student, cells in grades.items() for name, grade in cells.items() if grade[2]
    }
    assert waiting - {("odd", "test_triple")} <= {(student, "why") for student in CLASS}


def test_both_commands_agree(course, grades, run_command):
    """`autograder grade --json` gives every exercise the score that is in the gradebook."""
    done = run_command(course, "autograder", "grade", NAME, "--submitted", "submitted", "--json", "out.json")

    assert done.returncode == 1, done.stderr  # one exercise is ungraded
    for submission in json.loads((course / "out.json").read_text())["submissions"]:
        scores = {f"test_{exercise['name']}": exercise["score"] for exercise in submission["exercises"]}
        own = grades[submission["student"]]
        assert {name: own[name][0] for name in scores} == scores, submission["student"]


def test_each_check_cell_shows_its_table(course):
    """The first output of a check is its score; its page shows every test, with what to look at."""
    cells = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell
        for cell in autograded(course, "part")["cells"]
    }

    [output] = cells["test_double"]["outputs"]
    assert "".join(output["data"]["text/plain"]) == "2.5"
    page = feedback(course, "part")
    for words in (
        "doubles tensors",
        "the output is an int, but a tensor was expected",
        "look at: add x to itself",
    ):
        assert words in page
    assert "2.5 / 10" in page


def test_unreadable_notebooks_say_so(course):
    """The student reads why there was nothing to grade."""
    assert "its JSON is broken" in feedback(course, "broken")
    assert "not followed" in feedback(course, "linked")


def test_ungraded_exercises_say_so(course):
    """The student reads that it is not their fault."""
    assert "It is not your fault and costs you nothing" in feedback(course, "odd")


HIDDEN_WORDS = [CANARY, "271828", "assert_secret", "62674", "expect_close", "Because.\n"]


@pytest.mark.parametrize("student", [student for student in CLASS if student != "part"])
def test_nothing_hidden_is_shown(course, student):
    """Neither the graded notebook nor the feedback holds hidden tests, expected values or solutions."""
    for text in (json.dumps(autograded(course, student)), feedback(course, student)):
        for word in HIDDEN_WORDS:
            assert word not in text, word


@pytest.mark.parametrize("student", CLASS)
def test_nothing_of_the_students_runs(course, student):
    """No script, event or foreign picture of a submission is in the feedback; forged outputs are gone."""
    page = feedback(course, student)

    assert "alert('theirs')</script>" not in page
    assert "<img src=//evil" not in page
    assert "onerror=alert" not in page.replace("&lt;img src=//evil.example/x.png onerror=alert", "")
    assert "application/javascript" not in json.dumps(autograded(course, student))
    assert "1000.0" not in json.dumps([cell.get("outputs") for cell in autograded(course, student)["cells"]])


def test_what_a_cell_printed_is_shown_as_text(course):
    """Graders see the prints, without terminal sequences or reversed text."""
    text = json.dumps(autograded(course, "talks"), ensure_ascii=False)

    assert "theirs" in text
    assert "\\u001b" not in text
    assert "\u202e" not in text


def test_links_are_not_copied(course):
    """A link among the other files becomes a text that says so; honest files are copied."""
    folder = course / "autograded" / "full" / NAME

    assert (folder / "notes.txt").read_text() == "an honest file"
    assert not (folder / "data.txt").is_symlink()
    assert CANARY not in (folder / "data.txt").read_text()


def test_no_link_is_written_through(course):
    """The file that a link pointed to is as it was."""
    hidden = course / "tests" / "hidden" / NAME / "test_double.py"

    assert CANARY in hidden.read_text()
    assert (course / "solutions" / NAME / f"{NAME}.ipynb").is_file()


def test_another_notebook_beside_is_no_obstacle(course, notebook_of, right, run_command):
    """A stray notebook, such as a copy that the editor made, does not cost the student the grade."""
    path = notebook_of(course, **right).hand_in(course / "submitted", "untidy")
    shutil.copy(path, path.with_name(f"{NAME}-Copy1.ipynb"))

    done = run_command(course, "nbgrader", "autograde", NAME, "--student", "untidy")

    assert done.returncode == 0, done.stderr[-3000:]
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission(NAME, "untidy").score == 16


def test_regrading_follows_the_submission(course, notebook_of, right, run_command):
    """After a changed submission is graded again, the gradebook holds the new score."""
    shutil.rmtree(course / "submitted" / "dead")
    notebook_of(course, **right).hand_in(course / "submitted", "dead")

    done = run_command(course, "nbgrader", "autograde", NAME, "--student", "dead", "--force")

    assert done.returncode == 0, done.stderr[-3000:]
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission(NAME, "dead").score == 16


def test_without_a_sandbox_nothing_is_graded(course, notebook_of, right, run_command):
    """Where no room can be built nbgrader fails, says why, and no score is written."""
    notebook_of(course, **right | {"double": "def double(x): return 'new'"}).hand_in(
        course / "submitted", "late"
    )
    scripts = sysconfig.get_path("scripts")

    done = run_command(course, "nbgrader", "autograde", NAME, "--student", "late", PATH=scripts)

    assert done.returncode != 0
    assert "apt-get install bubblewrap" in done.stderr
    assert not (course / "autograded" / "late" / NAME / f"{NAME}.ipynb").exists()
