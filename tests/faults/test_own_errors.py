"""An error in the grader itself, met while it grades one notebook: that one is ungraded, and no other."""

import pytest

import autograder.grader
from autograder.classroom import grade_class

STUDENTS = ["s0-full", "s1-wrong"]


@pytest.mark.parametrize("where", ["read_submitted", "exercises_of"])
def test_an_error_of_ours(where, class_course, grader, monkeypatch, tmp_path):
    """It says what and where, and costs nobody a point."""
    ours, met = getattr(autograder.grader, where), []

    def fails_once(*arguments):
        if not met:
            met.append(arguments)
            raise SystemError("AST constructor recursion depth mismatch")
        return ours(*arguments)

    monkeypatch.setattr(autograder.grader, where, fails_once)
    monkeypatch.setattr(grader.store, "folder", tmp_path)  # nobody is known yet

    first, second = grade_class(grader, class_course / "submitted", STUDENTS)

    assert (first.student, first.status, first.score) == ("s0-full", "ungraded", None)
    for [test] in (exercise.tests for exercise in first.exercises):
        assert test.says == "the grader itself failed on this notebook; please report it."
        assert "Traceback" in test.staff
        assert test.staff.endswith("SystemError: AST constructor recursion depth mismatch\n")
    assert second.status == "graded"
    assert [exercise.score for exercise in second.exercises] == [0.0, 4.0, 2.0]
    [again] = grade_class(grader, class_course / "submitted", STUDENTS[:1])
    assert again.status == "graded", "what could not be graded was kept"
