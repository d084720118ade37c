"""What the demo finds on feedback pages: it must see a leak, and no leak in a student's own code."""

import json

import pytest

from autograder.build import CANARY
from autograder.demo.hostile import MARKER
from autograder.demo.pages import problems_of

NAME = "01_tiny"
HIDDEN = "expected = images.mean(dim=(2, 3)) * 271828"


@pytest.fixture
def course(tmp_path):
    """Writes a page of feedback: `course(text, own)`, where `own` is what the student handed in."""
    (tmp_path / "source" / NAME).mkdir(parents=True)
    suite = tmp_path / "tests" / "hidden" / NAME
    suite.mkdir(parents=True)
    (suite / "test_mean.py").write_text(f"# {CANARY}\n{HIDDEN}\n")

    def write(text, own=""):
        page = tmp_path / "feedback" / "ada" / NAME / f"{NAME}.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<html><pre>{text}</pre></html>")
        handed_in = tmp_path / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
        handed_in.parent.mkdir(parents=True)
        handed_in.write_text(json.dumps({"cells": [{"source": own}]}))
        return problems_of(tmp_path, NAME)

    return write


def test_a_plain_page_has_no_problems(course):
    """Words about a test are no leak."""
    assert course("values are off; look at: divide by the number of pixels") == []


def test_a_line_of_a_hidden_test_is_a_leak(course):
    """Also with markup between its words."""
    assert course(HIDDEN.replace("mean", "<b>mean</b>")) == [f"ada's feedback gives away: {HIDDEN}"]


def test_a_students_own_line_is_none(course):
    """Whoever writes what a hidden test happens to hold sees their own code."""
    assert course(HIDDEN, own=f"def mean(images):\n    {HIDDEN}") == []


def test_the_canary_is_always_a_leak(course):
    """Even where a student handed it in."""
    assert course(CANARY, own=CANARY) == [f"ada's feedback gives away: {CANARY}"]


def test_a_script_is_found(course):
    """The hostile notebook's mark in a script or an attribute is active; in text it is not."""
    found = course(f"{MARKER}<script>{MARKER}</script><img onerror='{MARKER}'>")

    assert found == ["ada's feedback is active: <script>", "ada's feedback is active: <img onerror>"]
