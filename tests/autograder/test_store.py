"""Results on disk: whole or not at all, found by what made them."""

import json

import pytest

from autograder.results import SubmissionResult, TestResult, exercise_result, ungraded_exercise
from autograder.store import Store

TEST = TestResult("adds", "Adds.", "passed", 2.0, 2.0, measured={"accuracy": 0.93})
RESULT = SubmissionResult(
    "s1", "01_tiny", [exercise_result("add", 2.0, [TEST])], ["odd"], [{"index": 3}], 1.5, {"pseudonym": "fox"}
)


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    return Store(tmp_path)


@pytest.fixture
def stored(store):
    """The file of one stored result."""
    store.save(store.key(b"notebook", "suite", "engine"), RESULT)
    [path] = store.folder.rglob("*.json")
    return path


def load(store, student="s1"):
    """What the store has of that result."""
    return store.load(store.key(b"notebook", "suite", "engine"), student)


def test_a_result_comes_back_whole(store, stored):
    """Everything that was saved is loaded."""
    assert load(store) == RESULT


def test_a_result_from_before_there_were_measures_is_loaded(store, stored):
    """What an older version kept, without measures and what was told, is a result still."""
    data = json.loads(stored.read_text())
    del data["told"], data["exercises"][0]["tests"][0]["measured"]
    stored.write_text(json.dumps(data))

    [exercise] = load(store).exercises
    assert (load(store).told, exercise.tests[0].measured) == ({}, {})


def test_a_result_belongs_to_whoever_hands_it_in(store, stored):
    """The same notebook of another student has the same result under that student's name."""
    assert load(store, "s2").student == "s2"
    assert "s1" not in stored.read_text()


@pytest.mark.parametrize(
    "made_from", [(b"changed", "suite", "engine"), (b"notebook", "2", "engine"), (b"notebook", "suite", "2")]
)
def test_a_result_is_found_by_what_made_it(store, stored, made_from):
    """Another notebook, suite or engine has no result yet."""
    assert store.load(store.key(*made_from), "s1") is None


@pytest.mark.parametrize("size", [0, 1, 50, -1])
def test_a_truncated_file_is_no_result(store, stored, size):
    """Half a file is as good as none, and is replaced."""
    stored.write_bytes(stored.read_bytes()[:size])

    assert load(store) is None
    store.save(store.key(b"notebook", "suite", "engine"), RESULT)
    assert load(store) == RESULT


@pytest.mark.parametrize(
    "text",
    ["[]", "5", "null", '"text"', "{}", '{"exercises": [5]}', '{"exercises": null}', "\xff", "[" * 100_000],
)
def test_other_content_is_no_result(store, stored, text):
    """Whatever else lies there, nothing is raised."""
    stored.write_text(text, encoding="latin-1")

    assert load(store) is None


def test_what_is_ungraded_is_not_kept(store):
    """It is to be tried again."""
    key = store.key(b"notebook", "suite", "engine")

    store.save(key, SubmissionResult("s1", "01_tiny", [ungraded_exercise("add", 2.0, "broken suite")]))

    assert store.load(key, "s1") is None


def test_nothing_else_is_left_behind(store, stored):
    """A finished save leaves one file."""
    assert [path for path in store.folder.rglob("*") if path.is_file()] == [stored]
