"""Where the report's results come from: what grading kept, or what it wrote as JSON."""

import json

import pytest

from autograder.grader import Grader, engine_version
from autograder.report.found import look_up_class, read_results
from autograder.results import to_contract

NAME = "01_tiny"


@pytest.fixture
def grader(built_course, tmp_path):
    """A grader with a store of its own."""
    grader = Grader(built_course, NAME)
    grader.store.folder = tmp_path / "results"
    return grader


def keep(grader, path, result):
    """Put a result where grading would have."""
    grader.store.save(grader.store.key(path.read_bytes(), grader.suite_hash, engine_version()), result)


def test_kept_results_are_found_and_the_others_named(grader, built_course, notebook_of, result, tmp_path):
    """A notebook that was never graded, or has changed since, waits; one that cannot be read is known."""
    kept = notebook_of(built_course).hand_in(tmp_path, "ada")
    keep(grader, kept, result("", double=[("of numbers", "passed")]))
    changed = notebook_of(built_course, double="changed = 1").hand_in(tmp_path, "ben")
    keep(grader, changed, result("", double=[("of numbers", "passed")]))
    changed.write_text(changed.read_text() + " ")
    notebook_of(built_course, double="new = 1").hand_in(tmp_path, "cleo")
    notebook_of(built_course).hand_in(tmp_path, "dan").write_text("{ no JSON")

    found = look_up_class(grader, tmp_path, ["ada", "ben", "cleo", "dan"])

    assert [(one.student, one.score) for one in found.results] == [("ada", 4.0), ("dan", 0.0)]
    assert found.waiting == ["ben", "cleo"]


def test_json_is_read_back(result, tmp_path):
    """Scores, outcomes and messages are those of the results that were written; students are sorted."""
    results = [
        result("cleo", seconds=2.5, a=[("t", "passed"), ("u", "failed", "off")]),
        result("ada", a="the suite is broken"),
        result("ben", a=[("t", "not attempted", "empty")]),
    ]
    file = tmp_path / "results.json"
    file.write_text(json.dumps(to_contract(NAME, "e", "s", results)))

    found = read_results(file, NAME)

    assert to_contract(NAME, "e", "s", found.results) == to_contract(
        NAME, "e", "s", sorted(results, key=lambda one: one.student)
    )
    assert [one.student for one in found.ungraded] == ["ada"]
    assert [one.student for one in found.graded] == ["ben", "cleo"]
    assert found.results[1].exercises[0].tests[0].attempted is False


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{ no JSON", "Expecting"),
        ("[]", "not what `autograder grade --json` writes"),
        ('{"assignment": "01_tiny"}', "not what `autograder grade --json` writes"),
        ('{"assignment": "01_tiny", "submissions": [{"student": "ada"}]}', "not what"),
        ('{"assignment": "02_other", "submissions": []}', "results of 02_other"),
    ],
)
def test_another_file_is_refused(tmp_path, text, says):
    """What is wrong with it is said."""
    (tmp_path / "file").write_text(text)

    with pytest.raises(ValueError, match=says):
        read_results(tmp_path / "file", NAME)


@pytest.mark.parametrize("of", ["exercise", "test"])
def test_an_unknown_status_is_refused(result, tmp_path, of):
    """A page must not show an outcome that nobody knows."""
    contract = to_contract(NAME, "e", "s", [result("ada", a=[("t", "passed")])])
    [exercise] = contract["submissions"][0]["exercises"]
    (exercise if of == "exercise" else exercise["tests"][0])["status"] = "great"
    (tmp_path / "file").write_text(json.dumps(contract))

    with pytest.raises(ValueError, match="unknown status great"):
        read_results(tmp_path / "file", NAME)
