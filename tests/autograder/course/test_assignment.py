"""The course's folders, and what the trusted side knows of an assignment."""

import pytest

from autograder.course import assignments, find_root, load_assignment


def test_find_root_from_below(course):
    """The course is found from any folder inside it."""
    assert find_root(course / "source" / "01_tiny" / "pictures") == course.resolve()


def test_find_root_outside(tmp_path):
    """Outside a course, the message says where to go."""
    with pytest.raises(FileNotFoundError, match=r"go to the folder with nbgrader_config.py and source/"):
        find_root(tmp_path)


def test_assignments_are_found_by_their_folders(course):
    """A folder with a percent script of its own name is an assignment; nothing else is."""
    (course / "source" / "02_empty").mkdir()
    (course / "source" / "notes.py").write_text("x = 1\n", encoding="utf-8")

    assert assignments(course) == ["01_tiny"]


def test_points_in_order(course):
    """Exercises and questions have their points, in the notebook's order."""
    assignment = load_assignment(course, "01_tiny")

    assert list(assignment.points.items()) == [
        ("conv2d", 10),
        ("stride-cost", 2),
        ("padding-side", 1.5),
        ("augmentation-risks", 4),
    ]
    assert assignment.max_score == 17.5


def test_solutions_and_answers(course):
    """The worked cells and the right letters are known to the trusted side."""
    assignment = load_assignment(course, "01_tiny")

    assert "windows = images.unfold" in assignment.solutions["conv2d"]
    assert assignment.answers == {"stride-cost": "b", "padding-side": "d"}
    assert assignment.names("exercise") == ["conv2d"]


def test_variables(course):
    """The variables that grading reads, by question and by what is told; the latter needs no grade_id."""
    assignment = load_assignment(course, "01_tiny")

    expected = {"stride-cost": "stride_cost", "padding-side": "padding_side", "pen-name": "pen_name"}
    assert assignment.variables == expected
    assert "pen-name" not in assignment.grade_ids


def test_an_unknown_assignment(course):
    """A misspelt name is answered with the names there are."""
    with pytest.raises(FileNotFoundError, match="choose one of the assignments 01_tiny"):
        load_assignment(course, "01_tinny")
