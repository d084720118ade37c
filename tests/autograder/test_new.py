"""`autograder new`: an assignment that validates before anybody has changed it."""

import re
import shutil

import pytest

from autograder.build import CANARY
from autograder.new import new_assignment
from autograder.validate import MUTANTS_KILLED, validate

NAME = "09_brightness"


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course):
    """The small course, in which the assignment is new."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("new") / "course")
    new_assignment(root, NAME)
    return root


@pytest.mark.usefixtures("one_warm_server")
def test_what_it_writes_builds_and_validates(tmp_path, built_course, run_here):
    """The three commands that the first one leads to end well, with nothing edited in between."""
    root = shutil.copytree(built_course, tmp_path / "course")

    says = [
        run_here(root, *words) for words in (("new", NAME), ("build", NAME), ("validate", NAME, "--quick"))
    ]

    assert [code for code, _ in says] == [0, 0, 0]
    assert f"Next: autograder build {NAME}, and autograder validate {NAME}" in says[0][1]
    assert "5 / 5" not in says[2][1]  # one wrong example for each test
    assert "2 / 2" in says[2][1]


@pytest.mark.usefixtures("bubblewrap")
def test_it_stands_the_whole_proof(course, run_here):
    """No problem, no mutant that nobody notices, and examples enough."""
    run_here(course, "build", NAME)

    report = validate(course, NAME)

    brighten = report.exercises["brighten"]
    assert (report.problems, report.survivors) == ([], [])
    assert (len(brighten.wrong), len(brighten.right)) == (5, 2)
    assert sum(brighten.killed) >= max(1, MUTANTS_KILLED * len(brighten.killed))


def test_its_hidden_test_has_the_canary(course):
    """In a line of its own, as every hidden test: by it a leak is found."""
    hidden = (course / "tests" / "hidden" / NAME / "test_brighten.py").read_text()

    assert hidden.splitlines()[1] == f"# {CANARY}"


def test_nothing_is_left_to_fill_in(course):
    """The title is the assignment's, and no mark of the template stays behind."""
    texts = [
        path.read_text()
        for folder in ("source", "tests/hidden")
        for path in (course / folder / NAME).rglob("*.py")
    ]

    assert texts[0].splitlines()[1] == "# # Brightness"
    assert [text for text in texts if re.search(r"\$\w", text)] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("brightness", "brightness cannot name an assignment: write two digits, _ and a lower-case name"),
        ("9_brightness", "9_brightness cannot name an assignment"),
        ("09_Brightness", "09_Brightness cannot name an assignment"),
        ("09_../../x", "09_../../x cannot name an assignment"),
        ("01_tiny", "source/01_tiny is there already: choose another name, or remove that folder"),
        ("01_small", "the number 01 is taken by source/01_tiny: choose a free one"),
    ],
)
def test_a_name_that_cannot_be_is_refused(built_course, run_here, name, says):
    """In a sentence that says what to do; nothing is written."""
    before = sorted(built_course.rglob("*"))

    code, said = run_here(built_course, "new", name)

    assert (code, says in said) == (2, True)
    assert sorted(built_course.rglob("*")) == before


def test_the_hidden_part_of_a_former_assignment_is_not_written_over(tmp_path, built_course):
    """Its number is taken as long as any of its folders is there."""
    root = shutil.copytree(built_course, tmp_path / "course")
    (root / "tests" / "hidden" / "09_contrast").mkdir()

    with pytest.raises(ValueError, match="the number 09 is taken by tests/hidden/09_contrast"):
        new_assignment(root, NAME)
