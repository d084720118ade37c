"""`autograder regrade`: what would change is shown with its reasons, and nothing is written until told to."""

import json
import shutil
from contextlib import closing

import pytest
from nbgrader.api import Gradebook

from autograder.build import build
from autograder.classroom import grade_class
from autograder.gradebook import GradebookWriter
from autograder.grader import Grader

NAME = "01_tiny"
# Of a tensor only the first test is right; the suite's second test will turn out to have asked for too much.
CLASS = {
    "full": {},
    "lucky": {"double": "def double(x):\n    return x + x if hasattr(x, 'dtype') else 0"},
    "unlucky": {"double": "def double(x):\n    return 62674"},
    "by-hand": {"double": "def double(x):\n    return x + x if hasattr(x, 'dtype') else 0"},
    "moved": {},
}
MENDED = ('expect_equal(student.double(assert_secret), 62674, says="numbers are off")', "")
SWAPPED = ("expect_equal(student.double(assert_secret), 62674", "expect_equal(student.double(0), 0")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, built_course, notebook_of, right, one_warm_server):
    """The class, graded once; a person gave points, extra credit and comments."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("regrade") / "course")
    for student, changes in CLASS.items():
        notebook = notebook_of(root, **right | changes)
        notebook.cell("why")["source"] = "Because."
        notebook.hand_in(root / "submitted", student)
    writer = GradebookWriter(root, NAME, root / "submitted")
    with Grader(root, NAME) as grader, closing(writer):
        grade_class(grader, root / "submitted", list(CLASS), keep=writer.write)
    assert writer.problem == ""
    with book_of(root) as book:
        for name, points in (("test_double", 9.0), ("why", 2.0)):
            grade = book.find_grade(name, NAME, NAME, "by-hand")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, 0.5, False
        book.find_comment("why", NAME, NAME, "by-hand").manual_comment = "Well said."
        book.db.commit()
    return root


@pytest.fixture
def course(graded, tmp_path):
    """A copy of the graded class, for one test to do with what it likes. Stored results are shared."""
    root = shutil.copytree(graded, tmp_path / "course", ignore=shutil.ignore_patterns("results"))
    (root / ".autograder" / "results").symlink_to(graded / ".autograder" / "results")
    return root


@pytest.fixture
def regrade(course, run_here):
    """Runs the command: its exit code, what it said on one line, and its JSON by student."""

    def run(*arguments):
        code, said = run_here(course, "regrade", NAME, "--json", "out.json", *arguments)
        students = json.loads((course / "out.json").read_text())["students"]
        return code, said, {student["student"]: student for student in students}

    return run


def book_of(root):
    """The gradebook."""
    return Gradebook(f"sqlite:///{root / 'gradebook.db'}")


def change_suite(course, old, new, exercise="double"):
    """Another hidden suite."""
    path = course / "tests" / "hidden" / NAME / f"test_{exercise}.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def rows(root):
    """Everything that the gradebook says of each student, but for keys."""
    found = {}
    with book_of(root) as book:
        for submission in book.assignment_submissions(NAME):
            [notebook] = submission.notebooks
            found[submission.student.id] = {
                "score": (submission.score, submission.max_score),
                "comments": {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments},
                **{
                    g.name: (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                    for g in notebook.grades
                },
            }
    return found


def test_nothing_changed(course, regrade):
    """Everybody keeps their points, from the store, and whatever a person gave is as it was after --apply."""
    before = rows(course)

    code, said, students = regrade("--apply")

    assert code == 0, said
    assert {s["outcome"] for s in students.values()} == {"unchanged"}
    assert "5 would keep their points" in said
    assert rows(course) == before


def test_staged_then_applied(course, regrade):
    """A hidden test is mended: gains are shown with the test that brings them; only --apply writes them."""
    change_suite(course, *SWAPPED)
    before = rows(course)
    results = {path: path.read_bytes() for path in (course / ".autograder" / "results").rglob("*.json")}

    code, said, students = regrade()

    assert code == 0, said
    outcomes = {name: (s["outcome"], s["before"], s["after"]) for name, s in students.items()}
    assert outcomes == {
        "full": ("unchanged", 16.0, 16.0),
        "lucky": ("gains", 13.5, 16.0),
        "unlucky": ("loses", 8.5, 6.0),
        "by-hand": ("unchanged", 18.0, 18.0),
        "moved": ("unchanged", 16.0, 16.0),
    }
    assert (
        "unlucky · 8.5 of 19 → 6 of 19 (−2.5) double 2.5 → 0 ✗ fails now: doubles numbers numbers are off"
        in said
    )
    assert "lucky · 13.5 of 19 → 16 of 19 (+2.5) double 7.5 → 10 ✓ passes now: doubles numbers" in said
    assert "by-hand · 18 of 19 → 18 of 19 (±0) double 7.5 → 10, but 9 by hand stays in force" in said
    assert said.index("unlucky ·") < said.index("by-hand ·") < said.index("lucky · 13.5")
    assert "double · of numbers: fails now for 1 double · of numbers: passes now for 2" in said
    assert "1 would lose, 1 would gain, 3 would keep their points" in said
    assert "Nothing was changed" in said
    assert rows(course) == before

    code, said, _ = regrade("--apply")

    assert code == 0, said
    after = rows(course)
    assert (after["lucky"]["score"][0], after["unlucky"]["score"][0]) == (16.0, 6.0)
    assert after["by-hand"]["test_double"] == (10.0, 9.0, 0.5, False)
    assert after["by-hand"]["why"] == before["by-hand"]["why"]
    assert after["by-hand"]["comments"]["why"] == (None, "Well said.")
    assert after["full"] == before["full"]
    assert (
        results.items()
        <= {path: path.read_bytes() for path in (course / ".autograder" / "results").rglob("*.json")}.items()
    )
    assert regrade()[2]["lucky"]["outcome"] == "unchanged"


def test_a_submission_that_changed(course, regrade, notebook_of, right):
    """New code is graded, too, and where a person had given points they are asked to look again."""
    for student in ("moved", "by-hand"):
        shutil.rmtree(course / "submitted" / student)
        notebook = notebook_of(course, **right | {"triple": "def triple(x):\n    return x"})
        notebook.cell("why")["source"] = "Because."
        notebook.hand_in(course / "submitted", student)

    code, said, students = regrade("--apply")

    assert code == 0, said
    assert students["moved"]["outcome"] == "loses"
    assert "moved · 16 of 19 → 12 of 19 (−4) triple 4 → 0 ✗ fails now: triples numbers" in said
    after = rows(course)
    assert after["moved"]["test_triple"] == (0.0, None, None, False)
    assert after["by-hand"]["test_double"] == (10.0, 9.0, 0.5, True)
    assert after["by-hand"]["why"][1:] == (2.0, 0.5, True)


def test_a_submission_that_vanished(course, regrade, notebook_of):
    """Whoever's notebook is gone is named and left as they are; so is who was never graded."""
    before = rows(course)
    notebook_of(course).hand_in(course / "submitted", "newcomer")
    shutil.rmtree(course / "submitted" / "lucky")

    code, said, students = regrade("--apply")

    assert code == 0, said
    assert students["lucky"]["outcome"] == "left"
    assert "lucky · left as it is: there is no 01_tiny/01_tiny.ipynb" in said
    assert "never graded, so not among these: newcomer. Run: autograder grade 01_tiny" in said
    assert rows(course) == before


def test_one_exercise(course, regrade):
    """With --exercise the others' scores stay, though their suites have changed; the page says so, too."""
    change_suite(course, *SWAPPED)
    change_suite(course, "== 10", "== 11", exercise="triple")

    code, said, students = regrade("--exercise", "double", "--apply")

    assert code == 0, said
    assert students["lucky"]["outcome"] == "gains"
    after = rows(course)
    assert after["lucky"]["test_double"][0] == 10.0
    assert after["lucky"]["test_triple"][0] == 4.0
    code, said, students = regrade()
    assert {(e["name"], e["before"], e["after"]) for e in students["lucky"]["exercises"]} == {
        ("triple", 4.0, 0.0)
    }
    page = (course / "autograded" / "lucky" / NAME / f"{NAME}.ipynb").read_text()
    assert ("doubles numbers" in page, "triples numbers" in page) == (True, True)


def test_our_fault_costs_nothing(course, regrade):
    """An exercise that cannot be graded anew keeps its score, and the command fails."""
    change_suite(course, *("import expect_true", "import expect_nothing"), exercise="triple")
    before = rows(course)

    code, said, students = regrade("--apply")

    assert code == 1
    assert {s["outcome"] for s in students.values()} == {"ungraded"}
    assert "triple · UNGRADED" in said
    assert rows(course) == before


@pytest.mark.slow
def test_cells_that_vanished(course, regrade, run_here):
    """A dropped exercise counts no more, what a person gave there stays, and the new one is graded."""
    script = course / "source" / NAME / f"{NAME}.py"
    script.write_text(
        script.read_text()
        .replace('exercise="triple"', 'exercise="thrice"')
        .replace("def triple", "def thrice")
        .replace('check="triple" points=4', 'check="thrice" points=6')
        .replace("triple(2)", "thrice(2)")
    )
    suite = course / "tests" / "hidden" / NAME / "test_triple.py"
    suite.rename(suite.with_name("test_thrice.py")).write_text(
        suite.with_name("test_thrice.py").read_text().replace("student.triple", "student.thrice")
    )
    build(course, NAME)
    with book_of(course) as book:
        book.find_grade("test_triple", NAME, NAME, "by-hand").manual_score = 3.0
        book.db.commit()
    code, said = run_here(course, "grade", NAME, "--student", "full")
    assert code == 1
    assert "run: autograder regrade 01_tiny" in said

    code, said, _ = regrade()

    assert code == 0, said
    assert "the cells of 01_tiny have changed: new: test_thrice; gone: test_triple" in said
    assert "full · 16 of 19 → 12 of 21 (−4)" in said
    assert "triple 4 → 0 (no longer in the assignment)" in said
    assert "triple 4 → 0 (no longer in the assignment, but 3 by hand stays in force)" in said
    assert rows(course)["full"]["test_triple"][0] == 4.0

    code, said, _ = regrade("--apply")

    assert code == 0, said
    after = rows(course)
    assert after["full"]["test_triple"] == (0.0, None, None, False)
    assert after["full"]["test_thrice"][0] == 0.0
    assert after["full"]["score"] == (12.0, 21.0)
    assert after["by-hand"]["test_triple"][1] == 3.0
    assert "full ·" not in regrade()[1]


def test_an_interrupted_apply(course, regrade):
    """What was not written when it broke off is shown again, and written by the next run."""
    change_suite(course, *SWAPPED)
    shutil.rmtree(course / "autograded" / "lucky")
    (course / "autograded" / "lucky").write_text("in the way")

    code, said, _ = regrade("--apply")

    assert code == 1
    assert "these grades could not be written: lucky (" in said
    assert rows(course)["unlucky"]["score"][0] == 6.0
    (course / "autograded" / "lucky").unlink()
    code, said, students = regrade("--apply")
    assert code == 0, said
    assert [name for name, s in students.items() if s["outcome"] != "unchanged"] == ["lucky"]
    assert rows(course)["lucky"]["score"][0] == 16.0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ["--exercise", "quadruple"],
            2,
            "there is no exercise quadruple. Choose one of: double, triple, cost",
        ),
        (["--db", "nonsense"], 1, "the gradebook's address is not one of a database"),
        (["--db", "sqlite://"], 1, "nobody's 01_tiny is in the gradebook yet. Run: autograder grade 01_tiny"),
    ],
)
def test_a_wrong_call(course, run_here, arguments, code, says):
    """What was wrong is said in a sentence."""
    ended, said = run_here(course, "regrade", NAME, *arguments)

    assert ended == code
    assert says in said
