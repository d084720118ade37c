"""The demo, for real: nbgrader's own commands on a class whose scores are known beforehand."""

import io
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

from autograder.build import CANARY
from autograder.demo.foresight import Foreseen, Ledger
from autograder.demo.hostile import MARKER
from autograder.demo.notebooks import loop_for_raise, read
from autograder.demo.run import run
from autograder.demo.students import class_of

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "00_orientation"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the demo's course lies."""
    return tmp_path_factory.mktemp("course") / "demo"


@pytest.fixture(scope="module")
def outcome(folder):
    """What became of the class."""
    return run(REPOSITORY, NAME, folder, Console(file=io.StringIO()))


@pytest.fixture(scope="module")
def scores(outcome):
    """Scores in the gradebook by student."""
    return {row.submission.student: row.score for row in outcome.rows}


@pytest.fixture(scope="module")
def feedback(outcome):
    """Feedback pages by student, as text."""
    return {row.submission.student: row.page.read_text(encoding="utf-8") for row in outcome.rows}


@pytest.fixture(scope="module")
def ledger():
    """Points and weights of the assignment."""
    return Ledger(REPOSITORY, NAME)


def test_everything_is_as_foreseen(outcome):
    """Every submission scores what was foreseen, and no page gives anything away."""
    assert outcome.surprises == []


def test_the_class_is_worth_watching(outcome):
    """At least eight hand in, and their scores are not all full or nothing."""
    assert len(outcome.rows) >= 8
    assert len({row.score for row in outcome.rows}) >= 4


def test_accidents_cost_nothing(scores, ledger):
    """A cell that ends the process and a notebook with cells lost and copied are full."""
    assert scores["hana"] == scores["jan"] == ledger.full


def test_a_loop_costs_its_test_only(scores, ledger):
    """A function that never ends loses the tests in which it does not, and no others."""
    assert 0 < ledger.full - scores["ivo"] < ledger.points["to_unit_range"] / 2


def test_an_attack_earns_nothing(scores):
    """Whoever attacks the grader gets no point, and nor does who hands in nothing that can be read."""
    assert scores["mallory"] == scores["nils"] == scores["oona"] == 0


def test_the_attack_reaches_nothing(feedback):
    """What the hostile notebook printed says that it found neither tests nor secrets, and no gradebook."""
    page = feedback["mallory"]

    assert "read the hidden tests: []" in page
    assert "read the grader's secret: 'not there'" in unescape(page)
    assert "rewrite the gradebook:" in page
    assert "the-secret-of-the-grader" not in page


def test_links_are_not_followed(outcome, folder):
    """What a submitted link points to is not copied beside the graded notebook."""
    copied = (folder / "autograded" / "mallory" / NAME / "notes.txt").read_text(encoding="utf-8")

    assert "Links are not followed" in copied


def test_no_script_runs_for_a_reader(outcome, browser):
    """A browser that opens the hostile feedback runs no script of its author."""
    page = next(row.page for row in outcome.rows if row.submission.student == "mallory")
    tab = browser.new_page()
    tab.route("http*://**", lambda route: route.abort())
    tab.goto(page.as_uri(), wait_until="domcontentloaded")
    tab.wait_for_timeout(300)
    title, frames = tab.title(), len(tab.frames)
    tab.close()

    assert title != MARKER
    assert frames == 1


def test_feedback_says_what_is_wrong(feedback):
    """A student whose code never ended, or whose file is broken, can read so."""
    assert "your code was still running" in feedback["ivo"]
    assert "its JSON is broken" in feedback["nils"]


def test_students_hand_in_no_marks_of_the_solutions(outcome):
    """Nobody hands in marks of the worked notebook: a leak could not be told from their own work."""
    texts = [row.submission.notebook for row in outcome.rows if not isinstance(row.submission.notebook, Path)]

    assert not any(CANARY in text or "BEGIN SOLUTION" in text for text in texts)


def test_a_class_is_found_for_every_assignment():
    """The class is made from whatever examples an assignment has; foreseen scores lie within its points."""
    for source in sorted((REPOSITORY / "release").glob("*_*")):
        full = Ledger(REPOSITORY, source.name).full
        submissions = class_of(REPOSITORY, source.name)

        assert len(submissions) >= 8
        assert all(0 <= s.foreseen.at_least <= s.foreseen.at_most <= full for s in submissions)


def test_mistakes_cost_the_exercises_that_use_them():
    """Losing an exercise may cost those that call it; losing one that nobody calls costs only itself."""
    ledger = Ledger(REPOSITORY, "01_convolution")
    lost = ledger.full - ledger.points["conv2d"]

    assert ledger.without("conv2d") == Foreseen(lost - ledger.points["Conv2d"], lost)
    assert "read_glyphs" in ledger.independent


def test_loops_replace_raises():
    """`loop_for_raise` changes nothing but what would raise."""
    looping = loop_for_raise("def f(x):\n    if x < 0:\n        raise ValueError(x)\n    return x\n")
    names = {}
    exec(looping, names)

    assert names["f"](3) == 3
    assert "raise" not in looping and "while True" in looping


def test_a_notebook_is_read_as_it_is(tmp_path):
    """`read` gives the JSON of a file."""
    (tmp_path / "a.ipynb").write_text('{"cells": []}', encoding="utf-8")

    assert read(tmp_path / "a.ipynb") == {"cells": []}
