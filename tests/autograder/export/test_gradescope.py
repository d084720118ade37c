"""Gradescope: a results.json for each student, by its specification."""

import json

import pytest

from autograder.export.gradescope import LEVELS, results_json, visibility_of, write_results
from autograder.export.sheet import ExportError
from autograder.results import ExerciseResult, SubmissionResult, TestResult

TOP = {"score", "execution_time", "output", "output_format", "visibility", "stdout_visibility", "extra_data"}
TOP |= {"tests", "leaderboard", "test_output_format", "test_name_format"}
TEST = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"}
TEST |= {"visibility", "extra_data"}
SECRET = "expected 62674"


@pytest.fixture
def ada(mark, part):
    """A mark: an exercise that lost a test, a choice, a written answer with a comment, half a point late."""
    parts = (part("conv2d", 6, 10), part("cost", 2, 2), part("why", 3, 4, auto=False, comment="Well put."))
    return mark("ada", 10.5, 16.0, penalty=0.5, parts=parts)


@pytest.fixture
def detail():
    """What the hidden tests said."""
    tests = [
        TestResult("at stride 1", "Agrees at stride 1.", "passed", 6, 6),
        TestResult("padding", "Pads.", "timed out", 0, 4, says="is \x1b[31moff", look_at="pad", staff=SECRET),
    ]
    conv2d = ExerciseResult("conv2d", "partial", 6, 10, tests)
    cost = ExerciseResult("cost", "passed", 2, 2, [TestResult("choice", "The right answer.", "passed", 2, 2)])
    return SubmissionResult("ada", "01_x", [conv2d, cost], ["cells are missing"])


def test_it_keeps_to_the_specification(ada, detail):
    """Only keys that Gradescope knows, with values of its kinds; the score is the gradebook's."""
    content = json.loads(json.dumps(results_json(ada, detail, visibility_of([]), staff=True)))

    assert set(content) <= TOP
    assert content["score"] == 10.5
    assert content["stdout_visibility"] == "hidden"
    for test in content["tests"]:
        assert set(test) <= TEST
        assert test["visibility"] in LEVELS
        assert test.get("status", "passed") in ("passed", "failed")
    assert sum(test.get("score", 0) for test in content["tests"]) - 0.5 == content["score"]


def test_students_read_what_failed_and_where_to_look(ada, detail):
    """Of each hidden test its title and what to look at, made plain; of a written answer the comment."""
    tests = {test["name"]: test for test in results_json(ada, detail, visibility_of([]))["tests"]}

    assert list(tests) == ["conv2d: Agrees at stride 1", "conv2d: Pads", "cost: The right answer", "why"]
    assert tests["conv2d: Pads"]["output"] == "is off\nlook at: pad"
    assert tests["conv2d: Pads"]["status"] == "failed"
    assert tests["why"]["output"] == "Well put."


def test_graders_detail_is_never_shown_to_students(ada, detail):
    """It is left out, and where it is asked for it stands in a hidden test alone."""
    assert SECRET not in json.dumps(results_json(ada, detail, visibility_of([])))
    tests = results_json(ada, detail, visibility_of(["visible"]), staff=True)["tests"]

    assert [test["visibility"] for test in tests if SECRET in json.dumps(test)] == ["hidden"]


def test_levels_by_kind(ada, detail):
    """One level for all, another for a kind; the last that is said counts."""
    levels = visibility_of(["after_published", "written=visible", "choices=after_due_date"])

    shown = [test["visibility"] for test in results_json(ada, detail, levels)["tests"]]

    assert shown == ["after_published", "after_published", "after_due_date", "visible"]


@pytest.mark.parametrize("option", ["secret", "tests=secret", "staff=visible", "=visible x", ""])
def test_an_unknown_level_is_refused(option):
    """With what was expected."""
    with pytest.raises(ExportError, match="after_due_date"):
        visibility_of([option])


def test_points_that_a_person_changed_stand_for_the_exercise(mark, part, detail):
    """The tests no longer add up to the score, so one line says what it is."""
    changed = mark("ada", 9.0, 12.0, parts=(part("conv2d", 9, 10, comment="See me."), part("cost", 0, 2)))

    tests = results_json(changed, detail, visibility_of([]))["tests"]

    assert [(test["name"], test["score"], test["output"]) for test in tests] == [
        ("conv2d", 9, "See me."),
        ("cost", 0.0, "A grader gave these points."),
    ]


def test_what_nobody_has_read_has_no_score(mark, part):
    """Under --partial, a written answer that waits is not shown as 0."""
    [test] = results_json(
        mark("ada", 0.0, parts=(part("why", None, 4, auto=False),)), None, visibility_of([])
    )["tests"]

    assert "score" not in test
    assert test["output"] == "Not read yet."


def test_no_file_without_a_mark(tmp_path, mark, ada):
    """Who is ungraded gets none, and an older one is removed."""
    old = tmp_path / "bob" / "results.json"
    old.parent.mkdir()
    old.write_text("{}")

    write_results(tmp_path, [ada, mark("bob", status="ungraded")], {}, visibility_of([]))

    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.json")] == ["ada/results.json"]


def test_a_name_that_leads_elsewhere_is_refused(tmp_path, mark):
    """Nothing is written outside the folder."""
    with pytest.raises(ExportError, match="folder"):
        write_results(tmp_path / "out", [mark("../eve")], {}, visibility_of([]))
    assert list(tmp_path.iterdir()) == []
